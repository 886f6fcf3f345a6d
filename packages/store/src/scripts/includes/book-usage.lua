--@include iso-time
-- What was used, by day (UTC), tenant, key, route and deployment. A row is
-- '<calls> <input> <cached> <output> <cost> <estimated calls> <estimated cost> <unpriced calls>', costs in nano-dollars.
local usage_kept_ms = 401 * 86400000

local usage_columns = { 'calls', 'input', 'cached', 'output', 'cost', 'estimated_calls', 'estimated_cost', 'unpriced' }

local function day_of(now) return string.sub(iso_time(now), 1, 10) end

-- `used` has what of these columns is to be added.
local function add_usage(tenant, field, day, used)
  local hash = key.usage(day .. ':' .. tenant)
  local known, row = redis.call('HGET', hash, field), {}
  for number in string.gmatch(known or '', '%S+') do row[#row + 1] = number end
  for n, name in ipairs(usage_columns) do row[n] = string.format('%.0f', (tonumber(row[n]) or 0) + (used[name] or 0)) end
  redis.call('HSET', hash, field, table.concat(row, ' '))
  if known then return end
  redis.call('PEXPIRE', hash, usage_kept_ms)
  redis.call('SADD', key.usageTenants(day), tenant)
  redis.call('PEXPIRE', key.usageTenants(day), usage_kept_ms)
end

-- What a key has spent (nano-dollars): hash with `day`, `day_spent`, `month`, `month_spent`, and `reserved` for calls that run.
local function add_spend(key_id, cost, reserved, now)
  if cost == 0 and reserved == 0 then return end
  local hash = key.spend(key_id)
  local day = day_of(now)
  local month = string.sub(day, 1, 7)
  local read = redis.call('HMGET', hash, 'day', 'day_spent', 'month', 'month_spent', 'reserved')
  local of_day = read[1] == day and tonumber(read[2]) or 0
  local of_month = read[3] == month and tonumber(read[4]) or 0
  redis.call('HSET', hash, 'day', day, 'day_spent', string.format('%.0f', of_day + cost), 'month', month,
    'month_spent', string.format('%.0f', of_month + cost), 'reserved', string.format('%.0f', math.max(0, (tonumber(read[5]) or 0) + reserved)))
  redis.call('PEXPIRE', hash, usage_kept_ms)
  return of_day, of_month
end
