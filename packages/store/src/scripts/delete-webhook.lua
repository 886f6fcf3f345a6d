#!lua flags=allow-oom
-- Deletes a webhook endpoint with its secrets. What is still to be sent to it finds it gone.
--
-- KEYS[1] endpoint
-- ARGV[1] key prefix   ARGV[2] endpoint id   ARGV[3] tenant
-- Returns 1 | 0   there is no such endpoint of this tenant
--@include keys

local endpoint, id, tenant = KEYS[1], ARGV[2], ARGV[3]
if redis.call('HGET', endpoint, 'tenant') ~= tenant then return 0 end
redis.call('SREM', key.tenantWebhooks(tenant), id)
redis.call('DEL', endpoint)
return 1
