#!lua flags=no-writes
-- SPDX-License-Identifier: Apache-2.0
-- How far keys have come: number and tag of each.
-- KEYS: the keys
local positions = {}
for i, key in ipairs(KEYS) do
	positions[i] = redis.call('HMGET', key, 'q', 't')
end
return positions
