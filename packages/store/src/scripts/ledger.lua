#!lua flags=no-writes
-- Reads the books in one step, so that they add up at any moment, also when Redis is full.
--
-- KEYS[1] totals
-- ARGV[1] key prefix
-- Returns {open tasks, {entry, count, …}}
--@include keys

return { redis.call('ZCARD', key.open()), redis.call('HGETALL', KEYS[1]) }
