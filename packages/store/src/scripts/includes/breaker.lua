--@include limiter
-- Takes a deployment out of service that fails, and a credential that is refused, and lets one attempt at a time find out whether it is well again.
-- Of what this puts, the caller writes; see `write_limiter`.

local breaker = { row = 5, window_ms = 30000, calls = 10, share = 0.5 }
local rest_of = { faults = { base_ms = 10000, most_ms = 300000 }, refused = { base_ms = 30000, most_ms = 600000 } }

local function open_breaker(state, cause, now, fingerprint)
  local again = state.opened and state.cause == cause and (not fingerprint or state.fingerprint == fingerprint)
  local opened = (again and state.opened or 0) + 1
  put(state, 'opened', opened)
  put_time(state, 'open_until', now + math.min(rest_of[cause].most_ms, rest_of[cause].base_ms * 2 ^ math.min(20, opened - 1)))
  put_time(state, 'opened_at', now)
  put(state, 'cause', cause)
  if fingerprint then put(state, 'fingerprint', fingerprint) end
  drop(state, 'probe')
  drop(state, 'probe_until')
end

local function close_breaker(state, now)
  for _, name in ipairs({ 'opened', 'open_until', 'opened_at', 'cause', 'fingerprint', 'probe', 'probe_until' }) do drop(state, name) end
  put_time(state, 'closed_at', now)
end

local function free_probe(state)
  drop(state, 'probe')
  drop(state, 'probe_until')
end

local function start_counting(state, now)
  put_time(state, 'window', now)
  put(state, 'calls', 0)
  put(state, 'faults', 0)
end

local function count_fault(state, room, now)
  -- It was made before the deployment was well again.
  if state.opened or room.at < (state.closed_at or 0) then return nil end
  if now - (state.window or 0) >= breaker.window_ms then start_counting(state, now) end
  local row, calls, faults = (state.row or 0) + 1, (state.calls or 0) + 1, (state.faults or 0) + 1
  local opens = row >= breaker.row or (calls >= breaker.calls and faults > calls * breaker.share)
  put(state, 'row', opens and 0 or row)
  put(state, 'calls', opens and 0 or calls)
  put(state, 'faults', opens and 0 or faults)
  if not opens then return nil end
  open_breaker(state, 'faults', now)
  return 'opened'
end

local function count_answer(state, now)
  if state.opened then return nil end
  if now - (state.window or 0) >= breaker.window_ms then start_counting(state, now) end
  if (state.row or 0) > 0 then put(state, 'row', 0) end
  put(state, 'calls', (state.calls or 0) + 1)
end

-- Counts the end of a call at a deployment. `refusable`: it has no credential that could be refused in its place.
-- A call that was stopped, lost or never sent says nothing of the deployment, and leaves a probe to the next.
-- Returns 'opened', 'closed' or 'refused' when that changed what the breaker says.
local function count_end(state, room, member, verdict, refusable, now)
  local probing = state.opened and state.probe == member
  if verdict == 'refused' and refusable then
    if state.opened and state.cause == 'refused' and not probing then return nil end
    open_breaker(state, 'refused', now)
    return 'refused'
  end
  if verdict == 'fault' then
    if not probing then return count_fault(state, room, now) end
    open_breaker(state, 'faults', now)
    return 'opened'
  end
  if verdict == 'ok' or verdict == 'limited' or verdict == 'refused' then
    if not probing then return count_answer(state, now) end
    close_breaker(state, now)
    return 'closed'
  end
  if probing then free_probe(state) end
end

-- The same of a credential. Returns 'refused' or 'accepted'.
local function count_credential(state, room, member, verdict, now)
  if verdict ~= 'refused' and not state.opened then return nil end
  local known = state.opened and state.fingerprint == room.f
  local probing = known and state.probe == member
  if verdict == 'refused' then
    if known and not probing then return nil end
    open_breaker(state, 'refused', now, room.f)
    return 'refused'
  end
  local accepted = verdict == 'ok' or verdict == 'limited'
  -- With another secret it is well; workers that have the old one still are kept out for as long as that was to rest.
  if accepted and (probing or (not known and (state.open_until or 0) <= now)) then
    close_breaker(state, now)
    return 'accepted'
  end
  if probing then free_probe(state) end
end
