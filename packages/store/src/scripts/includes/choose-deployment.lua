--@include limiter
-- Chooses where a task is run among the deployments that serve its route. `ask` has candidates in the order of their tiers, each
-- {n = name, t = tier, w = weight, rpm, tpm, max, c = {n, f = fingerprint, rpm, tpm, max}, ctx = context length, pi, po = nano-dollars per token}, spill = ms a task
-- waits for room in a tier before the next one is asked, or nil; waited = ms it could have been run for; input and output tokens as estimated, and a random number.

-- Failures after which a deployment is not asked a second time as long as another one has room; of others one is retried where it was.
local at_once = { upstream_unauthorized = true, upstream_quota_exhausted = true }

-- What the past attempts of a task say: deployments to ask only if no other has room, 'failed' or 'limited', and the context length that was too short.
local function lessons_of(history_text, candidates)
  local avoid, too_short = {}, nil
  if not history_text then return avoid, too_short end
  local contexts, faults = {}, {}
  for _, candidate in ipairs(candidates) do contexts[candidate.n] = candidate.ctx end
  for _, entry in ipairs(cjson.decode(history_text)) do
    local name, code = entry.deployment, entry.code
    if name and code == 'upstream_context_exceeded' then
      too_short = math.max(too_short or 0, contexts[name] or 0)
    elseif name and code == 'upstream_rate_limited' then
      avoid[name] = avoid[name] or 'limited'
    elseif name and code and string.sub(code, 1, 9) == 'upstream_' then
      faults[name] = (faults[name] or 0) + (at_once[code] and 2 or 1)
      if faults[name] >= 2 then avoid[name] = 'failed' end
    end
  end
  return avoid, too_short
end

-- When a candidate could run it, as `room_at` says, for deployment and credential together; `again` = ms until to look again if it cannot now.
local function look_at(candidate, ask, now)
  local state = read_limiter('d:' .. candidate.n, now)
  local input = math.ceil(ask.input * (state.ratio or 1))
  local tokens = input + ask.output
  local room = room_at(state, candidate, tokens, nil, now)
  local found = { candidate = candidate, state = state, input = input, tokens = tokens, room = room, probe = room.probe }
  local at, line, by_tokens, wait = room.at, room.line, room.by_tokens, room.wait
  found.down = room.down
  if candidate.c then
    found.shared = read_limiter('c:' .. candidate.c.n, now)
    local shared_room = room_at(found.shared, candidate.c, tokens, candidate.c.f, now)
    found.shared_room = shared_room
    found.down, found.probe = found.down or shared_room.down, found.probe or shared_room.probe
    if shared_room.wait then wait = math.max(wait or 0, shared_room.wait)
    elseif at then
      if shared_room.line >= line then line, by_tokens = shared_room.line, shared_room.by_tokens end
      at = math.max(at, shared_room.at)
    end
  end
  if wait then
    found.again = wait
  else
    found.wait = math.max(0, at - now)
    -- By what was granted before it, not by when it could begin: or a burst of small ones would go before a large one for ever.
    if line - now <= ahead_ms then found.at = at end
    -- What calls give back is lost once the line has passed by, so that is looked at in time.
    found.again = math.max(look_again_ms.full, math.min(line - now - ahead_ms, by_tokens and (line - now) / 8 or math.huge))
  end
  return found
end

-- The best of those of one tier. A probe goes first, or a deployment that is well again would not be found out while others have room,
-- but only with a task that has not failed before; then those with room at once, by weight and chance; then the soonest.
local function best_of(tier, ask)
  local ready, total, soonest, probe = {}, 0, nil, nil
  for _, found in ipairs(tier) do
    if found.at and found.probe then
      if found.wait <= 0 and not ask.history then return found end
      if not probe or found.wait < probe.wait then probe = found end
    elseif found.at and found.wait <= 0 then
      ready[#ready + 1] = found
      total = total + found.candidate.w
    elseif found.at and (not soonest or found.wait < soonest.wait) then
      soonest = found
    end
  end
  local at = ask.random * total
  for _, found in ipairs(ready) do
    at = at - found.candidate.w
    if at < 0 then return found end
  end
  return ready[#ready] or soonest or probe
end

-- Those whose context is known to be longer than one that was too short, or all if there is none.
local function fitting(candidates, too_short, input)
  if not too_short then return candidates end
  local fit = {}
  for _, candidate in ipairs(candidates) do
    if candidate.ctx and candidate.ctx > too_short and candidate.ctx > input then fit[#fit + 1] = candidate end
  end
  return #fit > 0 and fit or candidates
end

-- Returns the found candidate, or nil, the reason and ms until there may be room.
local function choose_deployment(ask, now)
  local avoid, too_short = lessons_of(ask.history, ask.candidates)
  local spills = ask.spill and ask.waited >= ask.spill
  local tiers = {}
  for _, candidate in ipairs(fitting(ask.candidates, too_short, ask.input)) do
    tiers[candidate.t] = tiers[candidate.t] or {}
    table.insert(tiers[candidate.t], look_at(candidate, ask, now))
  end

  local reason, again_ms = 'deployment_down', nil
  local function search(with_avoided)
    local later
    for tier = 1, ask.tiers do
      local allowed, in_order = {}, false
      for _, found in ipairs(tiers[tier] or {}) do
        local avoided = not with_avoided and avoid[found.candidate.n]
        if not avoided then
          allowed[#allowed + 1] = found
          again_ms = math.min(again_ms or math.huge, found.again)
        end
        -- One that limits is not out of order: that it does is no reason to go where it costs more.
        if not found.down and avoided ~= 'failed' then in_order = true end
      end
      local best = best_of(allowed, ask)
      if best and (best.wait <= 0 or not spills) then return best end
      if best and (not later or best.wait < later.wait) then later = best end
      if in_order then
        reason = 'rate_limited'
        if not spills then break end
      end
    end
    return later
  end
  local best = search(false) or (next(avoid) and search(true))
  if best then return best end
  again_ms = again_ms or look_again_ms.probe
  if ask.spill and not spills and reason == 'rate_limited' then again_ms = math.min(again_ms, ask.spill - ask.waited) end
  return nil, reason, math.max(1, math.ceil(again_ms))
end
