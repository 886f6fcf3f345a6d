--@include add-delivery
-- Has the webhooks of a task that has just ended called: its own, which wants the events that `hook` names, and the endpoints of its
-- tenant. The ids of deliveries follow from what they are about.
local function tell_webhooks(id, tenant, state, now, hook, erased)
  local endpoints = redis.call('SMEMBERS', key.tenantWebhooks(tenant))
  if not hook and #endpoints == 0 then return end
  local kind = 'task.' .. state
  local function wanted(events) return not events or events == '' or string.find(',' .. events .. ',', ',' .. kind .. ',', 1, true) end
  local function tell(endpoint, target)
    local delivery = 'msg_' .. string.sub(redis.sha1hex(id .. ' ' .. kind .. ' ' .. endpoint), 1, 32)
    add_delivery(delivery, { tenant = tenant, kind = kind, endpoint = endpoint, task = id, target = target, erased = erased }, now)
  end

  local target = hook and wanted(hook) and redis.call('GET', key.taskWebhook(id))
  if target then tell('', target) end
  for _, endpoint in ipairs(endpoints) do
    local read = redis.call('HMGET', key.webhook(endpoint), 'enabled', 'events')
    if read[1] == '1' and wanted(read[2]) then tell(endpoint) end
  end
end
