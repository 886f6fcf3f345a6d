-- Has a test sent to a webhook endpoint, whether it is enabled or not.
-- Needs `add_job`, put before this text by the caller.
--
-- KEYS[1] endpoint
-- ARGV[1] key prefix   ARGV[2] endpoint id   ARGV[3] tenant   ARGV[4] id of the delivery
-- Returns 1 | 0   there is no such endpoint of this tenant
--@include keys
--@include now
--@include add-delivery

local endpoint, id, tenant, delivery = KEYS[1], ARGV[2], ARGV[3], ARGV[4]
if redis.call('HGET', endpoint, 'tenant') ~= tenant then return 0 end
add_delivery(delivery, { tenant = tenant, kind = 'webhook.test', endpoint = id, task = '' }, now_ms())
return 1
