#!lua flags=allow-oom
-- SPDX-License-Identifier: Apache-2.0
-- Forgets a node, but never one that is alive. Should it only have stood still, it is not to take itself for a member.
-- KEYS: nodes, buried
-- ARGV: node, milliseconds for which it is remembered that it is none
local lease = redis.call('HGET', KEYS[1], ARGV[1])
if lease and not tonumber(lease) then
	local time = redis.call('TIME')
	local now = time[1] * 1000 + math.floor(time[2] / 1000)
	redis.call('HDEL', KEYS[1], ARGV[1])
	redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now - ARGV[2]))
	redis.call('ZADD', KEYS[2], string.format('%.0f', now), ARGV[1])
end
return 1
