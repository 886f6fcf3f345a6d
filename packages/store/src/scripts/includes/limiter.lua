-- Room at deployments and credentials, shared by all workers: subjects 'd:<deployment>' and 'c:<credential>'.
-- Requests and tokens are paced by the generic cell rate algorithm: `requests` and `tokens` are when the next one of no size would conform (ms).
-- A little less than the limit, and bursts of a little of it, so that no window of a minute, wherever it begins, holds more than the limit.
local pace, burst_share = 0.99, 0.01
-- How far ahead room is reserved for an attempt, which then waits in place (ms).
local ahead_ms = 2000
-- When to look again where no time can be told (ms): a call has to end first, or a probe; and where all is reserved ahead, at the soonest.
local look_again_ms = { in_flight = 100, full = 300, probe = 1000 }
-- A probe whose end is never told does not keep its deployment out for longer than the longest calls last.
local longest_probe_ms = 1800000
-- A subject nobody uses any more is forgotten; one in use is marked so once in a while.
local limiter_kept_ms, limiter_marked_ms = 172800000, 43200000

local limiter_texts = { probe = true, fingerprint = true, cause = true }
local limiter_times = { 'requests', 'tokens', 'not_before', 'learned_until', 'open_until', 'opened_at', 'closed_at', 'probe_until', 'window',
  'limited_at', 'rest_at', 'marked', 'seen' }

local function put(state, name, value)
  state[name] = value
  local fields = state.fields
  fields[#fields + 1], fields[#fields + 2] = name, value
end

-- Whole milliseconds would make a pace of thousands a minute wrong by as much as half of its interval.
local function put_time(state, name, ms) put(state, name, string.format('%.3f', ms)) state[name] = ms end

local function drop(state, name)
  if state[name] == nil then return end
  state[name] = nil
  state.gone[#state.gone + 1] = name
end

-- Writes what was put and dropped, the drops last: a name is never both.
local function write_limiter(state, now)
  if #state.fields > 0 then
    -- Times are compared with this one: see `read_limiter`.
    redis.call('HSET', key.limiter(state.subject), 'seen', now, unpack(state.fields))
    state.fields = {}
  end
  if #state.gone > 0 then
    redis.call('HDEL', key.limiter(state.subject), unpack(state.gone))
    state.gone = {}
  end
end

local function read_limiter(subject, now)
  local read, state = redis.call('HGETALL', key.limiter(subject)), {}
  for n = 1, #read, 2 do
    local name, value = read[n], read[n + 1]
    if limiter_texts[name] then state[name] = value else state[name] = tonumber(value) end
  end
  state.subject, state.fields, state.gone = subject, {}, {}
  if state.seen and now < state.seen then
    -- The clock went back, and every time goes with it: what was a second away stays a second away.
    local back = state.seen - now
    for _, name in ipairs(limiter_times) do
      if state[name] then put_time(state, name, state[name] - back) end
    end
    write_limiter(state, now)
  end
  return state
end

local function lower(declared, learned)
  if declared and learned then return math.min(declared, learned) end
  return declared or learned
end

-- How long one request and one token take of a subject (ms), nil where there is no limit, and how much of a burst each may make.
local function intervals(state, limits, now)
  local learned = (state.learned_until or 0) > now
  local requests = lower(limits.rpm, learned and state.limit_requests or nil)
  local tokens = lower(limits.tpm, learned and state.limit_tokens or nil)
  local share = pace * (state.slow or 1)
  local per_request, per_token = requests and 60000 / (requests * share), tokens and 60000 / (tokens * share)
  return per_request, per_token, requests and math.max(0, requests * burst_share - 1) * per_request, tokens and 60000 * burst_share
end

-- Whether a subject is out of service: returns ms until it may be asked again, if it may not be now, and whether asking now is a probe.
-- One that was refused under another secret is not.
local function out_of_service(state, fingerprint, now)
  if not state.opened or (fingerprint and state.fingerprint ~= fingerprint) then return nil, false end
  if (state.open_until or 0) > now then return state.open_until - now end
  if state.probe and (state.probe_until or 0) > now then return look_again_ms.probe end
  return nil, true
end

-- When an attempt of so many tokens could begin at a subject: {at = ms, line = when all that was granted before it has had its time,
-- by_tokens = whether calls that use less than was estimated may bring that nearer, probe = whether it is a probe}, or {wait = ms, down = it is out of service}.
local function room_at(state, limits, tokens, fingerprint, now)
  local out_ms, probe = out_of_service(state, fingerprint, now)
  if out_ms then return { wait = out_ms, down = true } end
  local most = lower(limits.max, state.cap and math.max(1, math.floor(state.cap)))
  if most and redis.call('SCARD', key.inFlight(state.subject)) >= most then return { wait = look_again_ms.in_flight } end
  local at = math.max(now, state.not_before or 0)
  local line = at
  if not limits.rpm and not limits.tpm and not state.learned_until then return { at = at, line = line, probe = probe } end
  local per_request, per_token, request_burst, token_burst = intervals(state, limits, now)
  if per_request and state.requests then
    at, line = math.max(at, state.requests - request_burst), math.max(line, state.requests)
  end
  if per_token and state.tokens then
    at, line = math.max(at, state.tokens - math.max(0, token_burst - tokens * per_token)), math.max(line, state.tokens)
  end
  local by_tokens = line == state.tokens
  return { at = at, line = line, by_tokens = by_tokens, probe = probe, per_request = per_request, per_token = per_token }
end

local function take_probe(state, member, at)
  put(state, 'probe', member)
  put_time(state, 'probe_until', at + longest_probe_ms)
end

-- Takes the room for an attempt that begins `at`; `member` stands for the attempt.
local function take_room(state, room, tokens, at, member, now)
  if room.per_request then put_time(state, 'requests', math.max(at, state.requests or 0) + room.per_request) end
  if room.per_token then put_time(state, 'tokens', math.max(at, state.tokens or 0) + tokens * room.per_token) end
  if room.probe then take_probe(state, member, at) end
  local marked = not state.marked or now - state.marked > limiter_marked_ms
  if marked then put(state, 'marked', now) end
  write_limiter(state, now)
  if marked then
    redis.call('PEXPIRE', key.limiter(state.subject), limiter_kept_ms)
    redis.call('SADD', key.limiters(), state.subject)
  end
  redis.call('SADD', key.inFlight(state.subject), member)
end
