--@include budget
--@include tell-webhooks
-- Tells the endpoints of a key's tenant that a budget is nearly used up (`warning`) or used up (`exhausted`), once.
-- Returns '<warning|exhausted>_<day|month> <key id>', or nil if that was told before.
local function tell_of_budget(account, kind, period, spend, now)
  local news, mark = is_budget_news(account, kind, period, now)
  if not news then return nil end
  local data = cjson.encode({
    key = account.newest, period = period, begins = string.match(mark, '^%S+'),
    budget = string.format('%.0f', account.budgets[period]), spent = string.format('%.0f', spend[period]),
    reserved = string.format('%.0f', spend.reserved), resets_at = iso_time(now + ms_left_of(period, now)),
    refuses = account.refuses and 1 or 0,
  })
  tell_endpoints(account.tenant, 'budget.' .. kind, account.id .. ' ' .. period .. ' ' .. mark, { data = data }, now)
  return kind .. '_' .. period .. ' ' .. account.newest
end

-- What there is to tell after something was spent, as a list.
local function tell_what_was_spent(account, spend, now)
  local told = {}
  for _, period in ipairs({ 'day', 'month' }) do
    local budget = account.budgets[period]
    if budget and spend[period] >= budget * warned_share then
      told[#told + 1] = tell_of_budget(account, 'warning', period, spend, now)
    end
    if budget and spend[period] >= budget then
      told[#told + 1] = tell_of_budget(account, 'exhausted', period, spend, now)
    end
  end
  return told
end
