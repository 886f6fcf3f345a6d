--@include book-usage
--@include limiter
-- The end of an attempt's call, applied once to limits, breakers, usage and spend. A report is
--   v = 'ok' | 'fault' | 'limited' | 'refused' | 'neutral' | 'unsent'      no report: the attempt was lost
--   i, c, o = tokens read, read from the provider's cache, written   e = they are estimated   cost = nano-dollars, absent = unknown
--   ra = ms the provider asked to wait   rnd = a random number   lr, rr, lt, rt = limit and rest of requests and tokens as it told

local learned_ms = 300000
local breaker = { row = 5, window_ms = 30000, calls = 10, share = 0.5, base_ms = 10000, refused_ms = 30000, most_ms = 300000, refused_most_ms = 600000 }

local function close_fields(state)
  local fields = {}
  return function(name, value) fields[#fields + 1], fields[#fields + 2] = name, value end, function()
    if #fields > 0 then redis.call('HSET', key.limiter(state.subject), unpack(fields)) end
  end
end

-- Gives back what was reserved too much, or takes what was used beyond: `diff` tokens and, for a call that was never sent, the request.
local function correct_room(state, set, per_request, per_token, diff, unsent)
  if per_token and diff ~= 0 and state.tokens then set('tokens', string.format('%.3f', state.tokens + diff * per_token)) end
  if per_request and unsent and state.requests then set('requests', string.format('%.3f', state.requests - per_request)) end
end

local function open_breaker(state, set, cause, base_ms, most_ms, now, fingerprint)
  local again = state.opened and (not fingerprint or tostring(state.fingerprint) == fingerprint)
  local opened = (again and state.opened or 0) + 1
  set('opened', opened)
  set('open_until', string.format('%.0f', now + math.min(most_ms, base_ms * 2 ^ (opened - 1))))
  set('opened_at', string.format('%.0f', now))
  set('cause', cause)
  if fingerprint then set('fingerprint', fingerprint) end
  redis.call('HDEL', key.limiter(state.subject), 'probe', 'probe_until')
end

local function close_breaker(state)
  redis.call('HDEL', key.limiter(state.subject), 'opened', 'open_until', 'opened_at', 'cause', 'fingerprint', 'probe', 'probe_until', 'row')
end

-- Counts an answer or a fault. Returns 'opened' or 'closed' when that changed what the breaker says.
local function count_fault(state, set, room, verdict, now)
  local probing = state.opened and state.probe == room.m
  if verdict == 'fault' then
    if probing then
      open_breaker(state, set, 'faults', breaker.base_ms, breaker.most_ms, now)
      return 'opened'
    end
    if state.opened then return nil end
    local read = redis.call('HMGET', key.limiter(state.subject), 'row', 'window', 'calls', 'faults')
    local fresh = now - (tonumber(read[2]) or 0) < breaker.window_ms
    local row = (tonumber(read[1]) or 0) + 1
    local calls, faults = (fresh and tonumber(read[3]) or 0) + 1, (fresh and tonumber(read[4]) or 0) + 1
    set('row', row)
    set('calls', calls)
    set('faults', faults)
    if not fresh then set('window', string.format('%.0f', now)) end
    if row < breaker.row and (calls < breaker.calls or faults <= calls * breaker.share) then return nil end
    set('row', 0)
    set('calls', 0)
    set('faults', 0)
    open_breaker(state, set, 'faults', breaker.base_ms, breaker.most_ms, now)
    return 'opened'
  end
  if probing and verdict ~= 'unsent' and verdict ~= 'lost' then
    close_breaker(state)
    return 'closed'
  end
  if verdict == 'unsent' or verdict == 'lost' then return nil end
  local read = redis.call('HMGET', key.limiter(state.subject), 'row', 'window', 'calls')
  if (tonumber(read[1]) or 0) > 0 then set('row', 0) end
  if now - (tonumber(read[2]) or 0) < breaker.window_ms then
    set('calls', (tonumber(read[3]) or 0) + 1)
  else
    set('window', string.format('%.0f', now))
    set('calls', 1)
    set('faults', 0)
  end
end

-- A provider that limits: nobody asks before the time it named, or before one of ours that doubles.
local function slow_down(state, set, room, report, now)
  local read = redis.call('HMGET', key.limiter(state.subject), 'limited_at', 'limited_row', 'cap_at')
  -- Those that were on their way together are one refusal.
  local anew = room.at >= (tonumber(read[1]) or 0)
  local row = anew and (tonumber(read[2]) or 0) + 1 or tonumber(read[2]) or 1
  local random = report.rnd or 0.5
  local wait_ms = report.ra and report.ra + random * math.min(1000, report.ra * 0.05)
    or math.min(60000, 1000 * 2 ^ (row - 1)) * (0.5 + random / 2)
  set('not_before', string.format('%.0f', math.max(state.not_before or 0, math.ceil(now + wait_ms))))
  set('limited_at', string.format('%.0f', now))
  set('limited_row', row)
  if not anew then return end
  if room.ld or room.rd or room.td then
    set('slow', string.format('%.3f', math.max(0.1, (state.slow or 1) * 0.9)))
  else
    -- No limit is known: as many at a time as it seems to bear.
    local in_flight = redis.call('SCARD', key.inFlight(state.subject)) + 1
    set('cap', string.format('%.3f', math.max(1, math.floor(math.min(state.cap or in_flight, in_flight) * 0.7))))
  end
end

local function speed_up(state, set)
  if state.slow then
    local slow = state.slow + 0.002
    if slow >= 1 then redis.call('HDEL', key.limiter(state.subject), 'slow') else set('slow', string.format('%.3f', slow)) end
  end
  if state.cap then
    local full = redis.call('SCARD', key.inFlight(state.subject)) + 1 >= state.cap * 0.8
    if state.cap > 5000 then redis.call('HDEL', key.limiter(state.subject), 'cap')
    elseif full then set('cap', string.format('%.3f', state.cap + 1 / state.cap)) end
  end
  if redis.call('HEXISTS', key.limiter(state.subject), 'limited_row') == 1 then redis.call('HDEL', key.limiter(state.subject), 'limited_row') end
end

-- What the provider says of its own limits; ours go down to them, and never above what was declared.
local function learn(state, set, room, report, now)
  if report.lr then set('limit_requests', report.lr) end
  if report.lt then set('limit_tokens', report.lt) end
  if report.lr or report.lt then set('learned_until', string.format('%.0f', now + learned_ms)) end
  if report.rr then set('rest_requests', report.rr) end
  if report.rt then set('rest_tokens', report.rt) end
  if report.rr or report.rt then set('rest_at', string.format('%.0f', now)) end
  -- It has less left than we would send at once.
  if room.rd and report.rr and report.rr < 1 then
    local burst = math.max(0, 600 - room.rd)
    local at = now + burst + room.rd
    if at > (state.requests or 0) then set('requests', string.format('%.3f', at)) end
  end
end

local function verdict_of(report) return report and report.v or 'lost' end

local function close_deployment(room, report, diff, now)
  local state = read_limiter('d:' .. room.d)
  local set, write = close_fields(state)
  local verdict = verdict_of(report)
  redis.call('SREM', key.inFlight(state.subject), room.m)
  correct_room(state, set, room.rd, room.td, diff, verdict == 'unsent')
  if report and verdict ~= 'unsent' then learn(state, set, room, report, now) end
  local changed
  if verdict == 'refused' and not room.c then
    open_breaker(state, set, 'refused', breaker.refused_ms, breaker.refused_most_ms, now, room.f)
    changed = 'refused'
  else
    changed = count_fault(state, set, room, verdict, now)
  end
  if (verdict == 'unsent' or verdict == 'lost') and state.probe == room.m then redis.call('HDEL', key.limiter(state.subject), 'probe', 'probe_until') end
  if verdict == 'limited' then slow_down(state, set, room, report, now) end
  -- One that fails may say too when it wants to be asked again.
  if verdict == 'fault' and report.ra then set('not_before', string.format('%.0f', math.max(state.not_before or 0, math.ceil(now + report.ra)))) end
  if verdict == 'ok' then
    speed_up(state, set)
    if report.i and report.i > 0 and not report.e and room.ask and room.ask > 0 then
      local ratio = state.ratio or 1
      set('ratio', string.format('%.4f', math.min(10, math.max(0.1, ratio + (report.i / room.ask - ratio) / 16))))
    end
  end
  write()
  return changed
end

local function close_credential(room, report, diff, now)
  local state = read_limiter('c:' .. room.c)
  local set, write = close_fields(state)
  local verdict = verdict_of(report)
  redis.call('SREM', key.inFlight(state.subject), room.m)
  correct_room(state, set, room.rc, room.tc, diff, verdict == 'unsent')
  local known = state.opened and tostring(state.fingerprint) == room.f
  local probing, changed = known and state.probe == room.m, nil
  if verdict == 'refused' then
    if not known or probing then
      open_breaker(state, set, 'refused', breaker.refused_ms, breaker.refused_most_ms, now, room.f)
      changed = 'refused'
    end
  elseif probing and (verdict == 'ok' or verdict == 'limited' or verdict == 'neutral') then
    close_breaker(state)
    changed = 'accepted'
  elseif probing then
    redis.call('HDEL', key.limiter(state.subject), 'probe', 'probe_until')
  end
  write()
  return changed
end

-- What a call used, to be added to a row of usage; for one that was lost, what was reserved for it.
local function used_by(room, report)
  if not report then
    return { calls = 1, input = room.i, output = room.o, cost = room.cost, estimated_calls = 1, estimated_cost = room.cost, unpriced = not room.cost and 1 or nil }
  end
  local used_some = report.v == 'ok' or (report.i or 0) + (report.o or 0) > 0
  local used = { calls = 1, input = report.i, cached = report.c, output = report.o, cost = report.cost }
  if report.e then used.estimated_calls, used.estimated_cost = 1, report.cost end
  if used_some and not report.cost then used.unpriced = 1 end
  return used
end

local function add_cost(id, used)
  local fields = { cost = used.cost, estimated = used.estimated_calls, unpriced = used.unpriced }
  for field, more in pairs(fields) do redis.call('HINCRBY', key.taskSpend(id), field, string.format('%.0f', more)) end
end

-- `room_text` is what the record kept of the attempt's room, `task` has tenant, key_id, route and the fence of the attempt.
-- Returns what changed: '' or '<opened|closed|refused|accepted> <deployment or credential>', with commas between several.
local function close_call(id, room_text, report, task, now)
  if not room_text or room_text == '' then return '' end
  local room = cjson.decode(room_text)
  redis.call('HDEL', key.task(id), 'room')
  local verdict = verdict_of(report)
  local estimated, diff = room.i + room.o, 0
  if verdict == 'unsent' then diff = -estimated
  elseif report then
    local known = report.i or report.o
    diff = known and (report.i or 0) + (report.o or 0) - estimated or (verdict == 'ok' and 0 or -estimated)
  end
  local changes = {}
  local changed = close_deployment(room, report, diff, now)
  if changed then changes[1] = changed .. ' ' .. room.d end
  changed = room.c and close_credential(room, report, diff, now)
  if changed then changes[#changes + 1] = changed .. ' ' .. room.c end

  local used, field = used_by(room, report), task.key_id .. '|' .. task.route .. '|' .. room.d
  if verdict ~= 'unsent' then
    add_usage(task.tenant, field, day_of(now), used)
    add_cost(id, used)
    if not report then
      redis.call('HSET', key.taskSpend(id), 'lost:' .. task.fence,
        cjson.encode({ day = day_of(now), field = field, tenant = task.tenant, key = task.key_id, used = used }))
    end
  end
  add_spend(task.key_id, verdict ~= 'unsent' and used.cost or 0, -(room.cost or 0), now)
  return table.concat(changes, ',')
end

-- An attempt that was lost, and booked at its estimate, tells after all what it used.
local function correct_lost(id, fence, report, now)
  local text = redis.call('HGET', key.taskSpend(id), 'lost:' .. fence)
  if not text or not report or report.v == 'unsent' then return end
  local lost = cjson.decode(text)
  redis.call('HDEL', key.taskSpend(id), 'lost:' .. fence)
  local used, more = used_by({}, report), {}
  for _, name in ipairs({ 'input', 'cached', 'output', 'cost', 'estimated_calls', 'estimated_cost', 'unpriced' }) do
    more[name] = (used[name] or 0) - (lost.used[name] or 0)
  end
  add_usage(lost.tenant, lost.field, lost.day, more)
  add_cost(id, { cost = (used.cost or lost.used.cost) and more.cost, estimated_calls = more.estimated_calls, unpriced = more.unpriced })
  add_spend(lost.key, more.cost, 0, now)
end
