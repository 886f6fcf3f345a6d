#!lua flags=allow-oom
-- The secret that signs for webhooks of a tenant's tasks without one of their own; made on first use.
--
-- KEYS[1] secret
-- ARGV[1] key prefix   ARGV[2] sealed secret to keep if there is none yet
-- Returns {secrets as `rotate-secret.lua` writes them, created ms, rotated ms or '', now ms}
--@include now

local now = now_ms()
if redis.call('HSETNX', KEYS[1], 'secrets', cjson.encode({ { sealed = ARGV[2] } })) == 1 then
  redis.call('HSET', KEYS[1], 'created', now)
end
local read = redis.call('HMGET', KEYS[1], 'secrets', 'created', 'rotated')
return { read[1], tonumber(read[2]), read[3] and tonumber(read[3]) or '', now }
