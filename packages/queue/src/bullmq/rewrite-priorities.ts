/**
 * Lua that gives the jobs of a queue other priorities where they lie, a chunk at a time. What BullMQ orders by is the score of a waiting
 * job, `priority * 2^32` and a fraction of that, as `add_task_job` writes it; what it goes by when a job comes back from elsewhere is the
 * field `priority`.
 */
export const rewritePrioritiesLua = (queuesPrefix: string, largestPriority: number): string => `
local places = { 'prioritized', 'wait', 'active', 'delayed' }

-- The jobs from a point on in one place, with their scores in the first; and the point after them, nil at the end.
local function jobs_from(queue, place, from, most)
  local kind, jobs, next = places[place], {}, nil
  if kind == 'prioritized' then
    local scored = redis.call('ZRANGE', queue .. kind, from, '+inf', 'BYSCORE', 'LIMIT', 0, most, 'WITHSCORES')
    for n = 1, #scored, 2 do jobs[#jobs + 1] = { scored[n], tonumber(scored[n + 1]) } end
    next = #jobs == most and '(' .. scored[#scored] or nil
  else
    local first = tonumber(from) or 0
    local ids
    if kind == 'delayed' then ids = redis.call('ZRANGE', queue .. kind, first, first + most - 1)
    else ids = redis.call('LRANGE', queue .. kind, -(first + most), -(first + 1)) end
    for _, id in ipairs(ids) do jobs[#jobs + 1] = { id } end
    next = #jobs == most and first + most or nil
  end
  return jobs, next
end

local function rewrite_priorities(route, at, most, priority_of)
  local queue = '${queuesPrefix}:' .. route .. ':'
  local place, from = string.match(at, '^(%d) (.+)$')
  place = tonumber(place) or 1
  local jobs, next = jobs_from(queue, place, from or '-inf', most)
  local rewritten = 0
  for _, job in ipairs(jobs) do
    local id, score = job[1], job[2]
    local priority = priority_of(string.match(id, '^(.*)%.%d+$') or id)
    local before = redis.call('HGET', queue .. id, 'priority')
    if priority and before then
      local moved = score and math.floor(math.max(1, math.min(${largestPriority}, priority)) * 4294967296)
      priority = math.max(1, math.min(${largestPriority}, math.floor(priority)))
      if tonumber(before) ~= priority or moved ~= score then
        redis.call('HSET', queue .. id, 'priority', string.format('%.0f', priority))
        if score then redis.call('ZADD', queue .. 'prioritized', 'XX', string.format('%.0f', moved), id) end
        rewritten = rewritten + 1
      end
    end
  end
  if next then return rewritten, place .. ' ' .. next end
  return rewritten, places[place + 1] and (place + 1) .. ' 0' or nil
end
`;
