--@include limiter
-- What the answers of a provider say of how much it bears. Of what this puts, the caller writes.

local learned_ms = 300000

-- As many at a time as it seems to bear, where no limit is known. Refusals of calls that were under way together are one wave:
-- what was in flight as it began, less those refused, is what the provider took.
local function lower_cap(state, anew)
  if anew then
    put(state, 'wave', redis.call('SCARD', key.inFlight(state.subject)) + 1)
    put(state, 'wave_refused', 0)
  end
  put(state, 'wave_refused', (state.wave_refused or 0) + 1)
  local borne = math.max(1, (state.wave or 1) - state.wave_refused)
  put(state, 'ceiling', borne)
  put(state, 'cap', string.format('%.3f', math.max(1, math.min(state.cap or math.huge, borne * 0.9))))
end

-- One more for each round of calls, and where it was refused before, only one for every ten rounds.
local function raise_cap(state)
  if redis.call('SCARD', key.inFlight(state.subject)) + 1 < math.floor(state.cap) * 0.8 then return end
  local ceiling = state.ceiling or math.huge
  local cap = state.cap + (state.cap + 1 >= ceiling and 0.1 or 1) / state.cap
  if cap > 5000 then return drop(state, 'cap') end
  if cap > ceiling + 2 then drop(state, 'ceiling') end
  put(state, 'cap', string.format('%.4f', cap))
end

local function lower_pace(state) put(state, 'slow', string.format('%.3f', math.max(0.1, (state.slow or 1) * 0.9))) end

local function raise_pace(state)
  local slow = state.slow + 0.001
  if slow >= 1 then drop(state, 'slow') else put(state, 'slow', string.format('%.3f', slow)) end
end

-- While a provider is left alone time stands still for who waits in place: all of them are asked later by as much, and so keep their distance, and who
-- begins then comes behind them. That is never further than room is reserved ahead: what was used beyond is paid off meanwhile.
local function stand_still(state, from, to)
  if to <= from then return end
  put(state, 'still', string.format('%.3f', (state.still or 0) + to - from))
  for _, line in ipairs({ 'requests', 'tokens' }) do
    if state[line] and state[line] > from then
      put_time(state, line, math.max(state[line], math.min(state[line], from + ahead_ms) + to - from))
    end
  end
end

-- A provider that limits: nobody asks before the time it named, or before one of ours that doubles. `adapt` is what else to do, once for
-- all that were on their way together.
local function slow_down(state, room, report, adapt, now)
  local anew = room.at > (state.limited_at or 0)
  local row = math.min(20, (state.limited_row or 0) + (anew and 1 or 0))
  local random = report.rnd or 0.5
  local wait_ms = report.ra and report.ra + random * math.min(1000, report.ra * 0.05)
    or math.min(60000, 1000 * 2 ^ math.max(0, row - 1)) * (0.5 + random / 2)
  local quiet = state.not_before or 0
  local not_before = math.max(quiet, math.ceil(now + wait_ms))
  stand_still(state, math.max(now, quiet), not_before)
  put_time(state, 'not_before', not_before)
  put(state, 'limited_row', row)
  if anew then put_time(state, 'limited_at', now) end
  adapt(state, anew)
end

local function lower_pace_once(state, anew)
  if anew then lower_pace(state) end
end

-- What the provider says of its own limits; ours go down to them, and never above what was declared.
local function learn_limits(state, report, now)
  if not (report.lr or report.lt or report.rr or report.rt) then return end
  if report.lr then put(state, 'limit_requests', report.lr) end
  if report.lt then put(state, 'limit_tokens', report.lt) end
  if report.lr or report.lt then put_time(state, 'learned_until', now + learned_ms) end
  if report.rr then put(state, 'rest_requests', report.rr) end
  if report.rt then put(state, 'rest_tokens', report.rt) end
  if report.rr or report.rt then put_time(state, 'rest_at', now) end
end

-- It has less left than we would send at once: only so much is sent at once. What it says is older than what was granted since.
local function heed_rest(state, room, report, now)
  local burst_ms = 60000 * burst_share / pace
  if room.rd and report.rr then
    local at = now + math.max(0, burst_ms - room.rd) + room.rd * (1 - report.rr)
    if at > math.max(now, state.requests or 0) then put_time(state, 'requests', at) end
  end
  if room.td and report.rt then
    local at = now + burst_ms - room.td * report.rt
    if at > math.max(now, state.tokens or 0) then put_time(state, 'tokens', at) end
  end
end

-- Input is counted in bytes; what a provider makes of them is learned.
local function learn_ratio(state, room, report)
  if report.e or not report.i or report.i == 0 or not room.ask or room.ask == 0 then return end
  local ratio = state.ratio or 1
  put(state, 'ratio', string.format('%.4f', math.min(10, math.max(0.1, ratio + (report.i / room.ask - ratio) / 16))))
end
