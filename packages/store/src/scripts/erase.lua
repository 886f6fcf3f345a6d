#!lua flags=allow-oom
-- Erases what a task asked and what came of it, now and for good; only its record stays. An open one is cancelled too.
-- Whatever runs it still writes no result, no events and no kept answer once it is marked.
-- Needs `remove_task_job`, put before this text by the caller.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] tenant   ARGV[4] result ttl ms   ARGV[5] tombstone ttl ms
-- Returns {'erased', state, erased ms}, also when repeated | {'unknown'}   there is no such task of this tenant
--@include keys
--@include now
--@include end-task

local task, id, tenant, result_ttl_ms, tombstone_ttl_ms = KEYS[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])

local read = redis.call('HMGET', task, 'tenant', 'state', 'run', 'route', 'fence', 'erased', 'answer_key', 'idempotency')
local state, erased, answer_key, idempotency = read[2], read[6], read[7], read[8]
if read[1] ~= tenant then return { 'unknown' } end
if erased then return { 'erased', state, tonumber(erased) } end

local now = now_ms()
redis.call('HSET', task, 'erased', now)
if not final_states[state] then redis.call('HSETNX', task, 'cancel', now) end
-- Before anything else that may fail: a repeat finds the mark and does not come here again.
redis.call('DEL', key.payload(id), key.metadata(id), key.result(id), key.events(id))
redis.call('HDEL', task, 'message', 'answer_key')
for _, delivery in ipairs(redis.call('SMEMBERS', key.taskDeliveries(id))) do
  local delivery_state = redis.call('HGET', key.delivery(delivery), 'state')
  if delivery_state then
    -- It may be kept for longer than the record that says so too.
    redis.call('HSET', key.delivery(delivery), 'erased', 1)
    redis.call('HDEL', key.delivery(delivery), 'body')
    if delivery_state ~= 'pending' then redis.call('HDEL', key.delivery(delivery), 'target') end
  end
end
redis.call('ZREM', key.tenantTasks(tenant), id)
-- A short prompt could be guessed from the digest of the body. The key leads here still, whatever body comes with it.
if idempotency and string.match(redis.call('GET', key.idempotency(idempotency)) or '', '^%S+') == id then
  redis.call('SET', key.idempotency(idempotency), id .. ' -', 'KEEPTTL')
end
if answer_key then
  redis.call('DEL', key.cachedAnswer(answer_key))
  redis.call('PUBLISH', key.erasures(), answer_key)
end
-- How an open one ends is still told to its own webhook, which goes with that.
if state == 'running' then
  redis.call('PUBLISH', key.cancels(), id .. ' ' .. read[5])
elseif final_states[state] then
  redis.call('DEL', key.taskWebhook(id))
else
  state = 'cancelled'
  end_task(id, state, now, result_ttl_ms, tombstone_ttl_ms, { 'code', 'cancelled' }, nil)
  remove_task_job(id, read[3], read[4])
end
return { 'erased', state, now }
