--@include book-usage
--@include budget-news
-- What a call used is added to usage and spend, and to what its task cost.

-- To be added to a row of usage; for a call that was lost, what was reserved for it.
local function used_by(room, report)
  if not report then
    return { calls = 1, input = room.i, output = room.o, cost = room.cost, estimated_calls = 1, estimated_cost = room.cost, unpriced = not room.cost and 1 or nil }
  end
  if report.v == 'unsent' or report.unsent then return {} end
  local used = { calls = 1, input = report.i, cached = report.c, output = report.o, cost = report.cost }
  if report.e then used.estimated_calls, used.estimated_cost = 1, report.cost end
  -- What it used is not known, which is not nothing.
  if not report.cost and (report.v == 'ok' or (report.i or 0) + (report.o or 0) > 0) then used.unpriced = 1 end
  return used
end

-- `first`: nothing is kept of its cost yet.
local function add_cost(id, used, first)
  local spend, fields = key.taskSpend(id), {}
  local function add(field, more)
    if not more then return end
    if first then fields[#fields + 1], fields[#fields + 2] = field, string.format('%.0f', more)
    else redis.call('HINCRBY', spend, field, string.format('%.0f', more)) end
  end
  add('cost', used.cost)
  add('estimated', used.estimated_calls)
  add('unpriced', used.unpriced)
  if #fields > 0 then redis.call('HSET', spend, unpack(fields)) end
end

-- Returns what there is to tell of the budgets of its key, as `tell_what_was_spent` does.
local function book_call(id, room, report, task, now)
  local used, sent = used_by(room, report), not report or not (report.v == 'unsent' or report.unsent)
  if sent then
    local day, field = day_of(now), (task.key_id or '') .. '|' .. (task.route or '') .. '|' .. room.d
    add_usage(task.tenant or '', field, day, used)
    add_cost(id, used, tonumber(task.fence) == 1)
    if not report then
      redis.call('HSET', key.taskSpend(id), 'lost:' .. task.fence, cjson.encode({ day = day, field = field, tenant = task.tenant, key = task.key_id, used = used }))
    end
  end
  local account = read_account(task.key_id)
  return tell_what_was_spent(account, add_spend(account.id, sent and used.cost or 0, -(room.cost or 0), now), now)
end

-- An attempt that was lost, and booked at its estimate, tells after all what it used.
local function correct_lost(id, fence, report, now)
  local text = redis.call('HGET', key.taskSpend(id), 'lost:' .. fence)
  if not text then return end
  local lost = cjson.decode(text)
  redis.call('HDEL', key.taskSpend(id), 'lost:' .. fence)
  local used, more = used_by({}, report), {}
  for _, name in ipairs(usage_columns) do more[name] = (used[name] or 0) - (lost.used[name] or 0) end
  add_usage(lost.tenant or '', lost.field, lost.day, more)
  add_cost(id, { cost = (used.cost or lost.used.cost) and more.cost, estimated_calls = more.estimated_calls, unpriced = more.unpriced })
  local account = read_account(lost.key)
  tell_what_was_spent(account, add_spend(account.id, more.cost, 0, now), now)
end
