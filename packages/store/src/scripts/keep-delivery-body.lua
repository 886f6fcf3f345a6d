#!lua flags=allow-oom
-- Keeps what a delivery sends, once for all its attempts. What comes second is thrown away; what is left of it when the task was erased.
--
-- KEYS[1] delivery
-- ARGV[1] key prefix   ARGV[2] task id or ''   ARGV[3] sealed body   ARGV[4] what is left of it when the task is erased
-- Returns the sealed body that is kept
--@include keys

local delivery, task, body, bare = KEYS[1], ARGV[2], ARGV[3], ARGV[4]
local erased = redis.call('HEXISTS', delivery, 'erased') == 1 or task ~= '' and redis.call('HEXISTS', key.task(task), 'erased') == 1
redis.call('HSETNX', delivery, 'body', erased and bare or body)
return redis.call('HGET', delivery, 'body')
