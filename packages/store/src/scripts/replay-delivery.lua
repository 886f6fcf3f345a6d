-- Has a delivery that has come to an end sent again: the same id and the same bytes, with a schedule that begins anew.
-- Needs `add_job`, put before this text by the caller.
--
-- KEYS[1] delivery
-- ARGV[1] key prefix   ARGV[2] delivery id   ARGV[3] tenant
-- Returns 'queued' | 'unknown'   there is no such delivery of this tenant
--   | 'pending'    it has attempts left
--   | 'erased'     what was sent was erased with its task
--   | 'disabled'   its endpoint is disabled or deleted
--@include keys
--@include now
--@include add-delivery

local delivery, id, tenant = KEYS[1], ARGV[2], ARGV[3]
local read = redis.call('HMGET', delivery, 'tenant', 'state', 'task', 'endpoint', 'type', 'erased', 'target')
local task, endpoint = read[3], read[4]
if read[1] ~= tenant then return 'unknown' end
if read[2] == 'pending' then return 'pending' end
if read[6] or endpoint == '' and not read[7] then return 'erased' end
if task ~= '' and redis.call('HEXISTS', key.task(task), 'erased') == 1 then return 'erased' end
if endpoint ~= '' then
  local known = redis.call('HMGET', key.webhook(endpoint), 'tenant', 'enabled')
  if known[1] ~= tenant or (known[2] ~= '1' and read[5] ~= 'webhook.test') then return 'disabled' end
end

if task ~= '' then
  redis.call('SADD', key.taskDeliveries(task), id)
  redis.call('PERSIST', key.taskDeliveries(task))
end
queue_delivery_again(id, tenant, now_ms())
return 'queued'
