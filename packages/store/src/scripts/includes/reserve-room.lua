--@include choose-deployment
--@include book-usage
-- What a call may cost (nano-dollars), by its tokens as estimated; 0 if the price is not known.
local function estimated_cost(found, ask)
  local candidate = found.candidate
  return candidate.pi and math.floor(found.input * candidate.pi + ask.output * candidate.po + 0.5) or 0
end

-- Takes the room for an attempt where it was found. Returns what the record keeps of it until the call ends, as JSON, when it may begin (ms), and what it may cost (nano-dollars).
--   d, c = deployment, credential   f = fingerprint of that   at = when it may begin   ask = input tokens as counted   i, o = tokens estimated
--   s = ms that time had stood still for the deployment by then, see `stand_still`
--   rd, td, rc, tc = ms a request and a token take of each   cost = estimate in nano-dollars
local function reserve_room(found, ask, member, now)
  local candidate, at, room, shared_room = found.candidate, math.max(now, found.at), found.room, found.shared_room
  take_room(found.state, room, found.tokens, at, member, now)
  local kept = { d = candidate.n, at = at, ask = ask.input, i = found.input, o = ask.output, rd = room.per_request, td = room.per_token, s = found.state.still }
  if shared_room then
    take_room(found.shared, shared_room, found.tokens, at, member, now)
    kept.c, kept.f, kept.rc, kept.tc = candidate.c.n, candidate.c.f, shared_room.per_request, shared_room.per_token
  end
  if candidate.pi then kept.cost = estimated_cost(found, ask) end
  return cjson.encode(kept), at, kept.cost or 0
end

-- How many tokens a task of a route is taken to write that may write `most` (0 = it does not say): as many as others did of late.
local function estimated_output(route, most)
  local mean = tonumber(redis.call('HGET', key.fair(route), 'learned')) or first_mean
  return math.ceil(most > 0 and math.min(most, mean) or mean)
end

-- How long an attempt with room still has to wait: a provider may have asked for quiet, or gone out of service, since it was taken.
local function ms_until_start(room, member, now)
  -- No more than it was, should the clock have gone back.
  local reserved = math.min(room.at, now + ahead_ms)
  local at = reserved
  local function heed(subject, fingerprint)
    local state = read_limiter(subject, now)
    at = math.max(at, state.not_before or 0, reserved + math.max(0, (state.still or 0) - (room.s or 0)))
    if state.probe == member then return end
    local out_ms, is_probe = out_of_service(state, fingerprint, now)
    if out_ms then at = math.max(at, now + out_ms) end
    if is_probe then
      take_probe(state, member, now)
      write_limiter(state, now)
    end
  end
  heed('d:' .. room.d)
  if room.c then heed('c:' .. room.c, room.f) end
  return math.max(0, math.ceil(at - now))
end
