--@include choose-deployment
--@include book-usage
-- Takes the room for an attempt where it was found. Returns what the record keeps of it until the call ends, as JSON, when it may begin (ms), and what it may cost (nano-dollars).
--   d, c = deployment, credential   m = member in what is in flight   at = when it may begin   i, o = tokens estimated
--   rd, td, rc, tc = ms a request and a token take of each   ld = whether the deployment has limits   cost = estimate in nano-dollars   f = fingerprint of the credential
local function reserve_room(found, ask, member, now)
  local candidate, at = found.candidate, math.max(now, found.at)
  take_room(found.state, found.room, found.tokens, at, member)
  if found.shared then take_room(found.shared, found.shared_room, found.tokens, at, member) end
  local shared_room = found.shared_room or {}
  local kept = {
    d = candidate.n, m = member, at = at, i = found.input, o = ask.output, pi = candidate.pi, po = candidate.po,
    rd = found.room.per_request, td = found.room.per_token, rc = shared_room.per_request, tc = shared_room.per_token,
    ld = (candidate.rpm or candidate.tpm or candidate.max) and 1 or nil, ask = ask.input,
  }
  if candidate.c then kept.c, kept.f = candidate.c.n, candidate.c.f end
  if candidate.pi then kept.cost = math.floor(found.input * candidate.pi + ask.output * candidate.po + 0.5) end
  return cjson.encode(kept), at, kept.cost or 0
end

-- How many tokens a task of a route is taken to write that may write `most` (0 = it does not say): as many as others did of late.
local function estimated_output(route, most)
  local mean = tonumber(redis.call('HGET', key.fair(route), 'learned')) or first_mean
  return math.ceil(most > 0 and math.min(most, mean) or mean)
end

-- How long an attempt with room still has to wait: a provider may have asked for quiet, or gone out of service, since it was taken.
local function ms_until_start(room, now)
  local at = room.at
  for _, subject in ipairs({ 'd:' .. room.d, room.c and 'c:' .. room.c or nil }) do
    local state = read_limiter(subject)
    at = math.max(at, state.not_before or 0)
    if state.opened and state.probe ~= room.m and (subject == 'd:' .. room.d or tostring(state.fingerprint) == room.f) then
      at = math.max(at, state.open_until or 0)
    end
  end
  return math.max(0, math.ceil(at - now))
end
