#!lua flags=allow-oom
-- SPDX-License-Identifier: Apache-2.0
-- Ends the membership of a node: it counts as claimed, until others are to remove its presence.
-- KEYS: nodes
-- ARGV: node, milliseconds after which others are to do that, milliseconds after which a claim is given to another node
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
	local time = redis.call('TIME')
	local now = time[1] * 1000 + math.floor(time[2] / 1000)
	redis.call('HSET', KEYS[1], ARGV[1], string.format('c%.0f', now + ARGV[2] - ARGV[3] - 1))
end
return 1
