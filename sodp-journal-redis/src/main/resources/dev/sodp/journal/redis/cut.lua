#!lua flags=allow-oom
-- SPDX-License-Identifier: Apache-2.0
-- Begins a new epoch, unless another node has done so in this life of the server.
-- KEYS: meta
-- ARGV: life of the server, new epoch
if redis.call('HGET', KEYS[1], 'cut') ~= ARGV[1] then
	redis.call('HSET', KEYS[1], 'cut', ARGV[1], 'epoch', ARGV[2])
end
return redis.call('HGET', KEYS[1], 'epoch')
