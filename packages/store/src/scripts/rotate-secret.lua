-- Puts a new secret before those that sign; they go on signing for a while, so that receivers can change over. The field `secrets` is JSON,
-- newest first: [{"sealed": text}, {"sealed": text, "until": ms}]. A secret that was to end sooner still ends then.
--
-- KEYS[1] endpoint, or the secret of a tenant
-- ARGV[1] key prefix   ARGV[2] tenant that an endpoint has to belong to, or ''   ARGV[3] new secret, sealed   ARGV[4] ms for which older ones sign
-- Returns {secrets, created ms, rotated ms, now ms} | nil   there is none, or it belongs to somebody else
--@include now

local target, tenant, sealed, overlap_ms = KEYS[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local most = 5
local read = redis.call('HMGET', target, 'secrets', 'created', 'tenant')
if not read[1] or (tenant ~= '' and read[3] ~= tenant) then return false end

local now = now_ms()
local secrets = { { sealed = sealed } }
for _, old in ipairs(cjson.decode(read[1])) do
  local ends = math.min(old['until'] or now + overlap_ms, now + overlap_ms)
  if ends > now and #secrets < most then secrets[#secrets + 1] = { sealed = old.sealed, ['until'] = ends } end
end
local text = cjson.encode(secrets)
redis.call('HSET', target, 'secrets', text, 'rotated', now)
return { text, tonumber(read[2]), now, now }
