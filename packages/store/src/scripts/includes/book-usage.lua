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

-- What an account (see `budget.lua`) has spent, in nano-dollars: hash with `day`, `day_spent`, `month`, `month_spent`, `reserved` for calls that
-- run and for tasks that were promised it, `mean` of what calls were taken to cost, and what was told of its budgets.
local function read_spend(account_id, now)
  local read = redis.call('HMGET', key.spend(account_id), 'day', 'day_spent', 'month', 'month_spent', 'reserved', 'mean')
  local day = day_of(now)
  return {
    day = read[1] == day and tonumber(read[2]) or 0, month = read[3] == string.sub(day, 1, 7) and tonumber(read[4]) or 0,
    reserved = tonumber(read[5]) or 0, mean = tonumber(read[6]) or 0,
  }
end

-- Returns what is spent and reserved now, as `read_spend` does.
local function add_spend(account_id, cost, reserved, now)
  local spend = read_spend(account_id, now)
  if cost == 0 and reserved == 0 then return spend end
  local day = day_of(now)
  spend.day, spend.month, spend.reserved = spend.day + cost, spend.month + cost, math.max(0, spend.reserved + reserved)
  redis.call('HSET', key.spend(account_id), 'day', day, 'day_spent', string.format('%.0f', spend.day), 'month', string.sub(day, 1, 7),
    'month_spent', string.format('%.0f', spend.month), 'reserved', string.format('%.0f', spend.reserved))
  redis.call('PEXPIRE', key.spend(account_id), usage_kept_ms)
  return spend
end
