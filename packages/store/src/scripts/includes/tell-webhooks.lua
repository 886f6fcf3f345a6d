--@include add-delivery
local function wants(events, kind) return not events or events == '' or string.find(',' .. events .. ',', ',' .. kind .. ',', 1, true) end

-- The ids of deliveries follow from what they are about.
local function delivery_about(subject, kind, endpoint)
  return 'msg_' .. string.sub(redis.sha1hex(subject .. ' ' .. kind .. ' ' .. endpoint), 1, 32)
end

-- Has the endpoints of a tenant called that want to hear of this. `about` is what `add_delivery` takes, beside what stands here.
local function tell_endpoints(tenant, kind, subject, about, now)
  for _, endpoint in ipairs(redis.call('SMEMBERS', key.tenantWebhooks(tenant))) do
    local read = redis.call('HMGET', key.webhook(endpoint), 'enabled', 'events')
    if read[1] == '1' and wants(read[2], kind) then
      add_delivery(delivery_about(subject, kind, endpoint),
        { tenant = tenant, kind = kind, endpoint = endpoint, task = about.task or '', erased = about.erased, data = about.data }, now)
    end
  end
end

-- Has the webhooks of a task that has just ended called: its own, which wants the events that `hook` names, and the endpoints of its
-- tenant.
local function tell_webhooks(id, tenant, state, now, hook, erased)
  local kind = 'task.' .. state
  local target = hook and wants(hook, kind) and redis.call('GET', key.taskWebhook(id))
  if target then
    add_delivery(delivery_about(id, kind, ''), { tenant = tenant, kind = kind, endpoint = '', task = id, target = target, erased = erased }, now)
  end
  tell_endpoints(tenant, kind, id, { task = id, erased = erased }, now)
end
