--@include held
-- What the end of a task gives back: what was charged for tokens it did not use becomes credit for later tasks of its flow, what it
-- used beyond is owed. `used` is {total = tokens, output = tokens or nil}, or nil if it is not known.
local function correct_share(route, tenant, text, used)
  local class, pass, charged, estimate = read_share_text(text)
  if not pass then return end
  local hash, name = key.fair(route), class .. ':' .. tenant
  local read = redis.call('HMGET', hash, name, 'V', 'learned')
  local fields = {}
  if used and used.output then
    local mean = tonumber(read[3]) or first_mean
    fields = { 'learned', string.format('%.2f', mean + (used.output - mean) / 32) }
  end
  local issued, owed, open = string.match(read[1] or '', '^(%S+) (%S+) (%S+)$')
  if issued then
    local flow = { issued = tonumber(issued), owed = tonumber(owed), open = math.max(0, tonumber(open) - 1) }
    if used then flow.owed = flow.owed - math.floor(charged * (1 - used.total / estimate) + 0.5) end
    -- Nothing of it waits that a lower pass could overtake.
    if flow.open == 0 then flow.issued = math.min(flow.issued, math.max(flow.owed, tonumber(read[2]) or 0)) end
    fields[#fields + 1], fields[#fields + 2] = name, flow_text(flow)
  end
  if #fields > 0 then redis.call('HSET', hash, unpack(fields)) end
end

-- What the end of a task means for the share of its tenant and for the tasks of its key that are held. `task` has tenant, route,
-- key_id, share, fence and admission as its record had them.
local function end_share(id, task, used, now)
  if not task.fence then used = { total = 0 } end
  if task.share then correct_share(task.route, task.tenant, task.share, used) end
  if task.admission == 'held' then
    leave_held(id, task.key_id, task.route)
  elseif task.admission then
    redis.call('SREM', key.admitted(task.key_id), id)
    release_held(task.key_id, 1, now)
  end
end
