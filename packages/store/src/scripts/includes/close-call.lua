--@include call-report
--@include breaker
--@include adapt-pace
--@include book-call
-- The end of an attempt's call, applied once to limits, breakers, usage and spend. Without a report the attempt was lost.

-- A request that was never sent is given back only as long as its time is about now: what could not be sent in an earlier minute is not sent beside what this one may hold.
local request_lasts_ms = 2000

-- Gives back what was reserved too much, or takes what was used beyond: `diff` tokens and, for a call that was never sent, the request.
local function correct_room(state, room, per_request, per_token, diff, unsent, now)
  if per_token and diff ~= 0 and state.tokens then put_time(state, 'tokens', state.tokens + diff * per_token) end
  if per_request and unsent and state.requests and now - room.at < request_lasts_ms then put_time(state, 'requests', state.requests - per_request) end
end

local function close_deployment(room, member, report, verdict, diff, now)
  local state = read_limiter('d:' .. room.d, now)
  redis.call('SREM', key.inFlight(state.subject), member)
  correct_room(state, room, room.rd, room.td, diff, verdict == 'unsent', now)
  local changed = count_end(state, room, member, verdict, not room.c, now)
  if report and verdict ~= 'unsent' then
    learn_limits(state, report, now)
    heed_rest(state, room, report, now)
  end
  if verdict == 'limited' then
    local unlimited = not (room.rd or room.td or room.rc or room.tc)
    slow_down(state, room, report, unlimited and lower_cap or (room.rd or room.td) and lower_pace_once or function() end, now)
  elseif verdict == 'ok' then
    learn_ratio(state, room, report)
    if state.slow then raise_pace(state) end
    if state.cap then raise_cap(state) end
    if state.limited_row and room.at > (state.limited_at or 0) then drop(state, 'limited_row') end
  end
  write_limiter(state, now)
  return changed
end

local function close_credential(room, member, verdict, diff, now)
  local state = read_limiter('c:' .. room.c, now)
  redis.call('SREM', key.inFlight(state.subject), member)
  correct_room(state, room, room.rc, room.tc, diff, verdict == 'unsent', now)
  local changed = count_credential(state, room, member, verdict, now)
  -- Its limits are the only ones there are.
  if (room.rc or room.tc) and not (room.rd or room.td) then
    if verdict == 'limited' and room.at > (state.limited_at or 0) then
      lower_pace(state)
      put_time(state, 'limited_at', now)
    elseif verdict == 'ok' and state.slow then
      raise_pace(state)
    end
  end
  write_limiter(state, now)
  return changed
end

-- How many tokens more were used than reserved.
local function tokens_beyond(room, report, verdict)
  if verdict == 'lost' then return 0 end
  local known = report.i or report.o
  if verdict == 'ok' and not known then return 0 end
  return (verdict ~= 'unsent' and known and (report.i or 0) + (report.o or 0) or 0) - room.i - room.o
end

-- `room_text` is what the record kept of the attempt's room; the caller takes it out of the record: with `task.room_is_cleared` it has or will.
-- `task` has tenant, key_id, route, the fence of the attempt.
-- Returns what changed, a line for each: '<opened|closed|refused|accepted> <deployment or credential>', and what `tell_of_budget` returns.
local function close_call(id, room_text, report, task, now)
  if not room_text or room_text == '' then return '' end
  local room = cjson.decode(room_text)
  if not task.room_is_cleared then redis.call('HDEL', key.task(id), 'room') end
  local verdict, member = report and report.v or 'lost', id .. ':' .. task.fence
  local diff = tokens_beyond(room, report, verdict)
  local changes = {}
  local changed = close_deployment(room, member, report, verdict, diff, now)
  if changed then changes[1] = changed .. ' ' .. room.d end
  changed = room.c and close_credential(room, member, verdict, diff, now)
  if changed then changes[#changes + 1] = changed .. ' ' .. room.c end
  for _, news in ipairs(book_call(id, room, report, task, now)) do changes[#changes + 1] = news end
  return table.concat(changes, '\n')
end
