#!lua flags=allow-oom
-- SPDX-License-Identifier: Apache-2.0
-- Says into how many partitions the log is divided, which the first node decides.
-- KEYS: meta
-- ARGV: partitions of the node
redis.call('HSETNX', KEYS[1], 'partitions', ARGV[1])
return redis.call('HGET', KEYS[1], 'partitions')
