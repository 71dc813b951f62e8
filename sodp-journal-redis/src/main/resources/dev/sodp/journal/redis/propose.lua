#!lua
-- SPDX-License-Identifier: Apache-2.0
-- Changes a key if it stands where the proposer thinks it does. Values and changes are opaque: what Lua makes of numbers,
-- empty lists and the order of members is not what JSON says.
-- KEYS: key, chain, log, nodes, meta, names, owners, present
-- ARGV: node, name, number, tag, exists, with snapshot, snapshot, largest change in the log, milliseconds a deletion is
--       remembered, bytes of the log, number of changes, then of each change: tag, change, bound path, its owner, number
--       of released paths, the paths
local STORED, CONFLICT, OUTDATED, SNAPSHOT_NEEDED, NOT_MEMBER = 0, 1, 2, 3, 4
local MOST_CHANGES, MOST_BYTES = 900, 65536
local SHORTEST_LOG, LONGEST_LOG, OVERHEAD = 1000, 100000, 160

local key, chain, log, nodes, meta, names, owners, present =
	KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local name, exists, snapshot = ARGV[2], ARGV[5] == '1', ARGV[6] == '1' and ARGV[7]

-- Lua itself would write 1e+15.
local function text(number)
	return string.format('%.0f', number)
end

-- A claimed lease begins with a letter.
local lease = tonumber(redis.call('HGET', nodes, ARGV[1]) or '')
local time = redis.call('TIME')
if not lease or lease < time[1] * 1000 + math.floor(time[2] / 1000) then
	return { NOT_MEMBER }
end

local stored = redis.call('HMGET', key, 'q', 't', 'sq', 'c', 'n', 'b', 'x')
local known = stored[1]
local previous = stored[2] or ''
if (known or '0') ~= ARGV[3] or previous ~= ARGV[4] then
	if not known then
		return { OUTDATED }
	end
	if ARGV[3] == '0' then
		if stored[4] == '0' then
			return { CONFLICT, redis.call('XRANGE', chain, '-', '+') }
		end
		return { OUTDATED }
	end
	local newer = redis.call('XRANGE', chain, ARGV[3], '+')
	local expected = table.remove(newer, 1)
	if expected and expected[1] == ARGV[3] .. '-0' and expected[2][2] == ARGV[4] then
		return { CONFLICT, newer }
	end
	return { OUTDATED }
end

local changes = {}
local at = 12
local bytes = 0
for i = 1, tonumber(ARGV[11]) do
	local change = { tag = ARGV[at], data = ARGV[at + 1], bound = ARGV[at + 2], owner = ARGV[at + 3], released = {} }
	for path = 1, tonumber(ARGV[at + 4]) do
		change.released[path] = ARGV[at + 4 + path]
	end
	at = at + 5 + #change.released
	bytes = bytes + #change.data
	changes[i] = change
end

local length = (stored[5] or 0) + #changes
local size = (stored[6] or 0) + bytes
if exists and not snapshot and (length > MOST_CHANGES
		or size > MOST_BYTES and size > 4 * redis.call('HSTRLEN', key, 's')) then
	return { SNAPSHOT_NEEDED }
end

if not known then
	-- What an expired deletion may have left.
	redis.call('UNLINK', chain)
	redis.call('HSET', key, 'c', '0', 'sq', '0')
end

local function count(owner, difference)
	local field = string.match(owner, '^(.*)/') .. '\0' .. name
	if redis.call('HINCRBY', present, field, difference) <= 0 then
		redis.call('HDEL', present, field)
	end
end

local function release(path)
	local owner = redis.call('HGET', owners, path)
	if owner then
		redis.call('HDEL', owners, path)
		count(owner, -1)
	end
end

local counter = redis.call('HMGET', meta, 'n', 'before', 'average')
local last = tonumber(counter[1])
local before = counter[2]
local average = tonumber(counter[3])
local first = last + 1

for _, change in ipairs(changes) do
	last = last + 1
	local id = text(last) .. '-0'
	redis.call('XADD', chain, id, 't', change.tag, 'd', change.data)

	local entry = { 'k', name, 'p', previous, 't', change.tag }
	local entrySize = OVERHEAD + #name
	if before then
		-- The counter was raised: says that no entry is missing between.
		entry[#entry + 1] = 'b'
		entry[#entry + 1] = before
		before = false
	end
	if #change.data <= tonumber(ARGV[8]) then
		entry[#entry + 1] = 'd'
		entry[#entry + 1] = change.data
		entrySize = entrySize + #change.data
	end
	average = average + (entrySize - average) / 64
	local limit = math.floor(math.max(SHORTEST_LOG, math.min(LONGEST_LOG, ARGV[10] / average)))
	redis.call('XADD', log, 'MAXLEN', '~', text(limit), id, unpack(entry))

	for _, path in ipairs(change.released) do
		release(path)
	end
	if change.bound ~= '' and redis.call('HGET', owners, change.bound) ~= change.owner then
		release(change.bound)
		redis.call('HSET', owners, change.bound, change.owner)
		count(change.owner, 1)
	end
	previous = change.tag
end

redis.call('HSET', meta, 'n', text(last), 'average', text(average))
if counter[2] then
	redis.call('HDEL', meta, 'before')
end

if exists and not snapshot then
	redis.call('HSET', key, 'q', text(last), 't', previous, 'n', length, 'b', text(size))
else
	-- Two generations of changes: since this snapshot, which are none yet, and since the one before. The change on which
	-- the older begins stays, so that whoever stands there is recognized.
	local since = stored[3] or '0'
	redis.call('HSET', key, 'q', text(last), 't', previous, 'n', '0', 'b', '0', 'sq', text(last), 'c', since)
	if since ~= '0' then
		redis.call('XTRIM', chain, 'MINID', since)
	end
	if exists then
		redis.call('HSET', key, 's', snapshot)
	end
end

if not exists then
	redis.call('HDEL', key, 's')
	redis.call('HSET', key, 'x', '1')
	redis.call('PEXPIRE', key, ARGV[9])
	redis.call('PEXPIRE', chain, ARGV[9])
	redis.call('ZREM', names, name)
elseif stored[7] or not known then
	redis.call('HDEL', key, 'x')
	redis.call('PERSIST', key)
	redis.call('PERSIST', chain)
	redis.call('ZADD', names, '0', name)
end
return { STORED, first }
