-- Writes down what an admin did, in the step in which it is done. `actor` is JSON of key, tenant and request; `details` JSON or ''.
local function write_audit(actor, action, target, details)
  local who = cjson.decode(actor)
  redis.call('XADD', key.audit(), 'MAXLEN', '~', 100000, '*', 'key', who.key, 'tenant', who.tenant, 'request', who.request,
    'action', action, 'target', target, 'details', details)
end
