-- Adds a webhook endpoint to a tenant, as long as it has not too many.
--
-- KEYS[1] endpoint
-- ARGV[1] key prefix   ARGV[2] endpoint id   ARGV[3] tenant   ARGV[4] most endpoints of a tenant
-- ARGV[5] sealed URL   ARGV[6] events, with commas between them, or '' for all   ARGV[7] sealed description or ''
-- ARGV[8] secrets as `rotate-secret.lua` writes them
-- Returns {'created', created ms}, also when repeated | {'too_many'}
--@include keys
--@include now

local endpoint, id, tenant, most = KEYS[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local known = redis.call('HGET', endpoint, 'created')
if known then return { 'created', tonumber(known) } end
if redis.call('SCARD', key.tenantWebhooks(tenant)) >= most then return { 'too_many' } end

local now = now_ms()
redis.call('HSET', endpoint, 'tenant', tenant, 'url', ARGV[5], 'events', ARGV[6], 'description', ARGV[7], 'secrets', ARGV[8],
  'enabled', 1, 'created', now)
redis.call('SADD', key.tenantWebhooks(tenant), id)
return { 'created', now }
