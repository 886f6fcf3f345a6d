--@include limiter
-- Chooses where a task is run among the deployments that serve its route. `ask` has candidates in the order of their tiers, each
-- {n = name, t = tier, w = weight, rpm, tpm, max, c = {n, f = fingerprint, rpm, tpm, max}, ctx = context length, pi, po = nano-dollars per token}, spill = ms a tier
-- may have no room before the next one is asked, or nil; input and output tokens as estimated, and a random number.

local slow_codes = { upstream_rate_limited = true, upstream_unauthorized = true, upstream_quota_exhausted = true }

-- What the past attempts of a task say: deployments to ask only if no other has room, and the context length that was too short.
local function lessons_of(history_text, candidates)
  local avoid, too_short = {}, nil
  if not history_text then return avoid, too_short end
  local contexts, faults = {}, {}
  for _, candidate in ipairs(candidates) do contexts[candidate.n] = candidate.ctx end
  for _, entry in ipairs(cjson.decode(history_text)) do
    local name, code = entry.deployment, entry.code
    if name and code == 'upstream_context_exceeded' then
      too_short = math.max(too_short or 0, contexts[name] or 0)
    elseif name and code and string.sub(code, 1, 9) == 'upstream_' then
      faults[name] = (faults[name] or 0) + (slow_codes[code] and 2 or 1)
      avoid[name] = faults[name] >= 2
    end
  end
  return avoid, too_short
end

-- When a candidate could run it, as `room_at` says, for deployment and credential together.
local function look_at(candidate, ask, now)
  local state = read_limiter('d:' .. candidate.n)
  local input = math.ceil(ask.input * (state.ratio or 1))
  local tokens = input + ask.output
  local found = { candidate = candidate, state = state, input = input, tokens = tokens }
  local room = room_at(state, candidate, tokens, not candidate.c and candidate.f or nil, now)
  found.room, found.at, found.wait, found.down = room, room.at, room.wait, room.down
  if candidate.c then
    found.shared = read_limiter('c:' .. candidate.c.n)
    local shared_room = room_at(found.shared, candidate.c, tokens, candidate.c.f, now)
    found.shared_room = shared_room
    if shared_room.wait then
      found.wait, found.down, found.at = math.max(found.wait or 0, shared_room.wait), found.down or shared_room.down, nil
    elseif found.at then
      found.at = math.max(found.at, shared_room.at)
    end
  end
  if found.at then found.wait = found.at - now end
  return found
end

-- The best of those of one tier: with room at once by weight and chance, else the soonest. Probes only when nothing else has room.
local function best_of(tier, random)
  local ready, total, soonest = {}, 0, nil
  for _, found in ipairs(tier) do
    local probes = found.at and (found.room.probe or (found.shared_room and found.shared_room.probe))
    if found.at and found.wait <= 0 and not probes then
      ready[#ready + 1] = found
      total = total + found.candidate.w
    elseif found.at and found.wait <= ahead_ms and (not soonest or found.wait < soonest.wait) then
      soonest = found
    end
  end
  local at = random * total
  for _, found in ipairs(ready) do
    at = at - found.candidate.w
    if at < 0 then return found end
  end
  return ready[#ready] or soonest
end

-- Returns the found candidate, or nil, the reason and ms until there may be room.
local function choose_deployment(ask, now)
  local avoid, too_short = lessons_of(ask.history, ask.candidates)
  local looked, tiers = {}, {}
  for _, candidate in ipairs(ask.candidates) do
    local fits = not candidate.ctx or (candidate.ctx > (too_short or 0) and (not too_short or candidate.ctx > ask.input))
    if too_short and not candidate.ctx then fits = false end
    looked[#looked + 1] = { candidate = candidate, fits = fits }
  end
  local any_fits = false
  for _, one in ipairs(looked) do any_fits = any_fits or one.fits end
  for _, one in ipairs(looked) do
    if one.fits or not any_fits then
      local found = look_at(one.candidate, ask, now)
      tiers[one.candidate.t] = tiers[one.candidate.t] or {}
      table.insert(tiers[one.candidate.t], found)
    end
  end

  local reason, soonest_ms
  local function search(with_avoided)
    for tier = 1, ask.tiers do
      local allowed, room_in, in_order = {}, nil, false
      for _, found in ipairs(tiers[tier] or {}) do
        if with_avoided or not avoid[found.candidate.n] then
          allowed[#allowed + 1] = found
          if not found.down then
            in_order = true
            room_in = math.min(room_in or math.huge, found.wait)
          end
          soonest_ms = math.min(soonest_ms or math.huge, found.wait)
        end
      end
      local best = best_of(allowed, ask.random)
      if best then return best end
      if in_order then
        reason = 'rate_limited'
        if not ask.spill or room_in <= ask.spill then return nil end
      end
    end
  end
  local best = search(false)
  if not best then best = search(true) end
  if best then return best end
  return nil, reason or 'deployment_down', math.max(1, math.ceil(soonest_ms or look_again_ms.probe))
end
