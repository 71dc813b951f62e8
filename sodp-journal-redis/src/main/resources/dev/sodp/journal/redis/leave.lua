#!lua flags=allow-oom
-- SPDX-License-Identifier: Apache-2.0
-- Ends the membership of a node: it counts as claimed long ago, so that the next to look takes it over.
-- KEYS: nodes
-- ARGV: node
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
	redis.call('HSET', KEYS[1], ARGV[1], 'c0')
end
return 1
