-- Fair share by stride scheduling. A flow is the tasks of one tenant and class on a route (or, among held tasks, on a key). Each task is
-- given a pass, and the lowest goes first: it begins where the flow's task before it was paid for, but never before the virtual time V,
-- which is the highest pass that has begun. Amounts are whole thousandths of a token, divided by the weight of class and key.
-- A flow is kept as '<last pass> <paid until> <tasks that have a pass and have not ended>'.
local share_unit, first_mean = 1000000, 500

-- What a task costs that says how many tokens go in and how many may come out at most (0 = it does not say). Returns estimated tokens and charge.
local function charge_for(share, weight, input, most_output)
  local output = most_output > 0 and math.min(most_output, share.mean) or share.mean
  local estimate = math.max(1, math.floor(input + output))
  return estimate, math.max(1, math.floor(estimate * 1000 / weight + 0.5))
end

-- The share of a route or key, for `next_pass` and `save_share`. `idle`: nothing is left of what was queued, so all begin anew.
local function read_share(hash, idle)
  local read = redis.call('HMGET', hash, 'V', 'base', 'mean', idle and 'learned' or 'mean')
  local share = { hash = hash, V = tonumber(read[1]) or 0, base = tonumber(read[2]) or 0, mean = tonumber(read[3]) or first_mean, flows = {} }
  share.first = idle or not read[1]
  if idle then
    -- Passes that were given before stay behind the new beginning.
    if share.V > share.base then share.V = (math.floor(share.V / share_unit) + 1) * share_unit end
    share.base, share.restarts, share.learned = share.V, true, read[4] or read[3]
    -- What was learned of lengths counts from here on: tasks that stand in line together were charged by one measure.
    share.mean = tonumber(share.learned) or first_mean
  end
  return share
end

local function flow_of(share, name)
  local flow = share.flows[name]
  if not flow then
    local text = not share.restarts and redis.call('HGET', share.hash, name) or ''
    local issued, owed, open = string.match(text, '^(%S+) (%S+) (%S+)$')
    flow = { issued = tonumber(issued) or share.V - 1, owed = tonumber(owed) or share.V, open = tonumber(open) or 0 }
    share.flows[name] = flow
  end
  return flow
end

local function next_pass(share, name, charged)
  local flow = flow_of(share, name)
  local start = math.max(share.V, flow.owed)
  -- What is given back makes later tasks cheaper, but none goes before an older one of its flow, or beside it.
  flow.issued, flow.owed, flow.open = math.max(flow.issued + 1, start), start + charged, flow.open + 1
  return flow.issued
end

local function flow_text(flow)
  return string.format('%.0f %.0f %.0f', flow.issued, flow.owed, flow.open)
end

local function save_share(share)
  local fields = {}
  if share.restarts then
    redis.call('DEL', share.hash)
    fields = { 'V', string.format('%.0f', share.V), 'base', string.format('%.0f', share.base) }
    if share.learned then fields[5], fields[6], fields[7], fields[8] = 'mean', share.learned, 'learned', share.learned end
  end
  for name, flow in pairs(share.flows) do
    fields[#fields + 1] = name
    fields[#fields + 1] = flow_text(flow)
  end
  if #fields > 0 then redis.call('HSET', share.hash, unpack(fields)) end
end

-- The share of a route, with what its queue holds looked at. Needs `route_is_idle`, put before the script by the caller.
local function read_route_share(route)
  return read_share(key.fair(route), route_is_idle(route))
end

local function save_route_share(share, route)
  if share.first then redis.call('SADD', key.fairRoutes(), route) end
  save_share(share)
end

-- The priority of a job, with the fraction by which those of one priority are in order.
local function priority_at(base, pass)
  return math.max(1, (pass - base) / share_unit + 1)
end

-- The field `share` of a record: class, pass or '-', charge, estimated tokens. One from before there were any counts as an ordinary task.
local function share_text(class, pass, charged, estimate)
  return string.format('%s %s %.0f %.0f', class, pass and string.format('%.0f', pass) or '-', charged, estimate)
end

local function read_share_text(text)
  local class, pass, charged, estimate = string.match(text or '', '^(%S+) (%S+) (%S+) (%S+)$')
  return class or 'standard', tonumber(pass), tonumber(charged) or first_mean * 1000, tonumber(estimate) or first_mean
end
