#!lua flags=allow-oom
-- SPDX-License-Identifier: Apache-2.0
-- Renews the lease of a node and claims the nodes that are dead: others are not asked to remove them for a while.
-- KEYS: nodes
-- ARGV: node, milliseconds of its lease, milliseconds after which a node whose lease is over is dead, milliseconds after
--       which a claim is given to another node
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local own = redis.call('HGET', KEYS[1], ARGV[1])
if not own or not tonumber(own) then
	return { 0, {}, {} }
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now + ARGV[2]))

-- If its own lease is over, this server may have stood still for all of them.
local judges = tonumber(own) >= now
local alive, dead = {}, {}
local nodes = redis.call('HGETALL', KEYS[1])
for i = 1, #nodes, 2 do
	local node, lease = nodes[i], tonumber(nodes[i + 1])
	local ended
	if lease then
		ended = now > lease + ARGV[3]
	else
		ended = now > string.sub(nodes[i + 1], 2) + ARGV[4]
	end
	if judges and ended then
		redis.call('HSET', KEYS[1], node, string.format('c%.0f', now))
		dead[#dead + 1] = node
	elseif lease then
		alive[#alive + 1] = node
	end
end
return { 1, alive, dead }
