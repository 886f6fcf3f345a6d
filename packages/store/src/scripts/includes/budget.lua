--@include book-usage
--@include iso-time
-- Budgets of keys, in nano-dollars: fields `daily_budget`, `monthly_budget` and `on_exhausted` ('hold' or 'refuse') of the key's record.
-- Keys that replaced one another spend together: their account goes by the id of the first of them, and its budget is that of the newest.

local warned_share = 0.8

local function read_account(key_id)
  local function read(id)
    return redis.call('HMGET', key.apiKey(id), 'account', 'rotated_to', 'tenant', 'daily_budget', 'monthly_budget', 'on_exhausted')
  end
  local account, record = { newest = key_id }, read(key_id)
  account.id = record[1] or key_id
  for _ = 1, 20 do
    local newer = record[2] and read(record[2])
    if not newer or not newer[3] then break end
    account.newest, record = record[2], newer
  end
  account.tenant, account.refuses = record[3], record[6] == 'refuse'
  account.budgets = { day = tonumber(record[4]), month = tonumber(record[5]) }
  account.limited = account.budgets.day ~= nil or account.budgets.month ~= nil
  return account
end

-- Which of its budgets, 'month' or 'day', has no room for `more`; nil if all have. One that is used up has room for nothing.
local function budget_in_the_way(account, spend, more)
  for _, period in ipairs({ 'month', 'day' }) do
    local budget = account.budgets[period]
    local taken = spend[period] + spend.reserved
    if budget and (taken >= budget or taken + more > budget) then return period end
  end
end

local function ms_left_of(period, now)
  local of_day = 86400000 - now % 86400000
  if period == 'day' then return of_day end
  local year, month, day = string.match(day_of(now), '^(%d+)-(%d+)-(%d+)$')
  local days = ({ 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 })[tonumber(month)]
  local leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  if tonumber(month) == 2 and leap then days = 29 end
  return of_day + (days - tonumber(day)) * 86400000
end

-- Notes what is told of a budget, once per period and amount. Returns whether it is news; what the tenant's webhooks are told is in `budget-news.lua`.
local function is_budget_news(account, kind, period, now)
  local mark = string.format('%s %.0f', period == 'day' and day_of(now) or string.sub(day_of(now), 1, 7), account.budgets[period])
  local field = kind .. '_' .. period
  if redis.call('HGET', key.spend(account.id), field) == mark then return false end
  redis.call('HSET', key.spend(account.id), field, mark)
  redis.call('PEXPIRE', key.spend(account.id), usage_kept_ms)
  return true, mark
end
