-- Has the webhooks of a task that has just ended called.
local function tell_webhooks(id, tenant, state, now)
end
