#!lua flags=allow-oom
-- Takes tasks whose record is gone off the index of one tenant, and a tenant without tasks off the list of tenants.
-- The oldest go first; some are drawn, since an old one that lives long would hide those behind it.
--
-- KEYS[1] tenants
-- ARGV[1] key prefix   ARGV[2] tenant, or '' for any   ARGV[3] how many of its oldest   ARGV[4] how many at random
-- Returns {tasks taken off, tenant that most likely has more of them, or ''}
--@include keys

local tenant, oldest, drawn = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
if tenant == '' then tenant = redis.call('SRANDMEMBER', KEYS[1]) end
if not tenant then return { 0, '' } end
local index = key.tenantTasks(tenant)

local function take_off(ids)
  local gone = {}
  for _, id in ipairs(ids) do
    if redis.call('EXISTS', key.task(id)) == 0 then gone[#gone + 1] = id end
  end
  if #gone > 0 then redis.call('ZREM', index, unpack(gone)) end
  return #gone
end

local first = take_off(redis.call('ZRANGE', index, 0, oldest - 1))
local rest = take_off(redis.call('ZRANDMEMBER', index, drawn))
if redis.call('EXISTS', index) == 0 then redis.call('SREM', KEYS[1], tenant) end
return { first + rest, first == oldest and tenant or '' }
