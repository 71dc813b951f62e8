#!lua flags=allow-oom
-- SPDX-License-Identifier: Apache-2.0
-- Makes a node a member, and begins what has to begin with a new history or a new life of the server.
-- KEYS: meta, nodes, log, buried
-- ARGV: node, milliseconds of its lease, highest number it has seen, new epoch, life of the server
local MOST_GAPS = 64

local function text(number)
	return string.format('%.0f', number)
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local micros = time[1] * 1000000 + time[2]
local lease, highest, life = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[5]

local meta = redis.call('HMGET', KEYS[1], 'n', 'before', 'epoch', 'life', 'gaps')
local counter = tonumber(meta[1])
local epoch = meta[3]
local gaps = meta[5] or ''

-- Widens what it cannot keep: a gap that is too wide costs a snapshot, a forgotten one shows wrong values.
local function add(first, last)
	local all = {}
	for from, to in string.gmatch(gaps, '(%d+)-(%d+)') do
		all[#all + 1] = { from, to }
	end
	if #all > 0 and all[#all][1] == text(first) then
		table.remove(all)
	end
	all[#all + 1] = { text(first), text(last) }
	while #all > MOST_GAPS do
		all[1][2] = all[2][2]
		table.remove(all, 2)
	end
	for i, gap in ipairs(all) do
		all[i] = gap[1] .. '-' .. gap[2]
	end
	gaps = table.concat(all, ',')
end

if not counter then
	epoch = ARGV[4]
	redis.call('HSET', KEYS[1], 'n', text(math.max(micros, highest)), 'before', '0', 'epoch', epoch, 'life', life,
		'average', '512')
elseif meta[4] ~= life or highest > counter then
	-- Something may have been lost: no number that may have been used is given again, although no living node saw it.
	local last = tonumber(meta[2] or counter)
	counter = math.max(counter, micros, highest) + 1
	add(last + 1, counter)
	redis.call('HSET', KEYS[1], 'n', text(counter), 'before', text(last), 'life', life, 'gaps', gaps)
	if meta[4] ~= life then
		local nodes = redis.call('HGETALL', KEYS[2])
		for i = 1, #nodes, 2 do
			if tonumber(nodes[i + 1]) then
				redis.call('HSET', KEYS[2], nodes[i], text(math.max(tonumber(nodes[i + 1]), now + lease)))
			end
		end
	end
end

-- Claimed: its presence is being removed. Buried: it is removed, and the node has missed all of that.
local own = redis.call('HGET', KEYS[2], ARGV[1])
local member = 0
if own and tonumber(own) or not own and not redis.call('ZSCORE', KEYS[4], ARGV[1]) then
	member = 1
	redis.call('HSET', KEYS[2], ARGV[1], text(now + lease))
end

local entries = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1)
local last, tag = '0', ''
if entries[1] then
	last = string.match(entries[1][1], '%d+')
	tag = entries[1][2][6]
end
return { member, epoch, last, tag, gaps }
