-- Room at deployments and credentials, shared by all workers: subjects 'd:<deployment>' and 'c:<credential>'.
-- Requests and tokens are paced by the generic cell rate algorithm: `requests` and `tokens` are when the next one of no size would conform (ms).
-- A little less than the limit, and bursts of a little of it, so that no window of a minute, wherever it begins, holds more than the limit.
local pace, burst_share = 0.99, 0.01
-- How far ahead room is reserved for an attempt, which then waits in place (ms).
local ahead_ms = 2000
-- When to look again where no time can be told (ms): a call has to end first, or a probe.
local look_again_ms = { in_flight = 250, probe = 1000 }
-- A probe whose end is never told does not keep its deployment out for longer than the longest calls last.
local longest_probe_ms = 1800000

local limiter_fields = { 'requests', 'tokens', 'not_before', 'cap', 'limit_requests', 'limit_tokens', 'learned_until', 'slow',
  'open_until', 'opened', 'probe', 'probe_until', 'fingerprint', 'ratio', 'cause' }

local function read_limiter(subject)
  local read = redis.call('HMGET', key.limiter(subject), unpack(limiter_fields))
  local state = { subject = subject }
  for n, name in ipairs(limiter_fields) do state[name] = read[n] and (tonumber(read[n]) or read[n]) or nil end
  return state
end

local function lower(declared, learned)
  if declared and learned then return math.min(declared, learned) end
  return declared or learned
end

-- How long one request and one token take of a subject (ms), nil where there is no limit, and how much of a burst each may make.
local function intervals(state, limits, now)
  local learned = (state.learned_until or 0) > now
  local requests = lower(limits.rpm, learned and state.limit_requests)
  local tokens = lower(limits.tpm, learned and state.limit_tokens)
  local share = pace * (state.slow or 1)
  local per_request, per_token = requests and 60000 / (requests * share), tokens and 60000 / (tokens * share)
  return per_request, per_token, requests and math.max(0, requests * burst_share - 1) * per_request, tokens and 60000 * burst_share
end

-- Whether a subject is out of service: returns ms until it may be asked again, if it may not be now, and whether asking now is a probe.
local function out_of_service(state, fingerprint, now)
  if not state.opened or (fingerprint and tostring(state.fingerprint) ~= fingerprint) then return nil, false end
  if (state.open_until or 0) > now then return state.open_until - now end
  if state.probe and (state.probe_until or 0) > now then return look_again_ms.probe end
  return nil, true
end

-- When an attempt of so many tokens could begin at a subject: {at = ms, probe = whether it is a probe}, or {wait = ms, down = it is out of service}.
local function room_at(state, limits, tokens, fingerprint, now)
  local out_ms, probe = out_of_service(state, fingerprint, now)
  if out_ms then return { wait = out_ms, down = true } end
  local most = lower(limits.max, state.cap and math.max(1, math.floor(state.cap)))
  if most and redis.call('SCARD', key.inFlight(state.subject)) >= most then return { wait = look_again_ms.in_flight } end
  local per_request, per_token, request_burst, token_burst = intervals(state, limits, now)
  local at = math.max(now, state.not_before or 0)
  if per_request then at = math.max(at, (state.requests or 0) - request_burst) end
  if per_token then at = math.max(at, (state.tokens or 0) - math.max(0, token_burst - tokens * per_token)) end
  return { at = at, probe = probe, per_request = per_request, per_token = per_token }
end

-- Takes the room for an attempt that begins `at`; `member` stands for the attempt.
local function take_room(state, room, tokens, at, member)
  local fields = {}
  local function set(name, value) fields[#fields + 1], fields[#fields + 2] = name, value end
  if room.per_request then set('requests', string.format('%.3f', math.max(at, state.requests or 0) + room.per_request)) end
  if room.per_token then set('tokens', string.format('%.3f', math.max(at, state.tokens or 0) + tokens * room.per_token)) end
  if room.probe then
    set('probe', member)
    set('probe_until', string.format('%.0f', at + longest_probe_ms))
  end
  if #fields > 0 then redis.call('HSET', key.limiter(state.subject), unpack(fields)) end
  redis.call('SADD', key.inFlight(state.subject), member)
end
