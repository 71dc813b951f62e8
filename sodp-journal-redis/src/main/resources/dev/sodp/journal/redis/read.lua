#!lua flags=no-writes
-- SPDX-License-Identifier: Apache-2.0
-- Reads all of a key at one moment.
-- KEYS: key, chain, owners
local stored = redis.call('HMGET', KEYS[1], 'q', 't', 's', 'sq', 'c')
local changes = {}
if stored[1] then
	changes = redis.call('XRANGE', KEYS[2], stored[5], '+')
end
return { stored, changes, redis.call('HGETALL', KEYS[3]) }
