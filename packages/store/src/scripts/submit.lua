-- Stores tasks and their jobs; a batch shares one round trip. What Redis has written when a script fails stays written, so all is
-- decided before the first write, and the writes that other keys could make fail come first or are what the sweeper mends.
-- Needs `add_task_job` and `route_is_idle`, put before this text by the caller.
--
-- KEYS[1] open tasks, which leads a cluster to the slot of all keys
-- ARGV[1] key prefix   ARGV[2] most open tasks allowed   ARGV[3] ms until the sweeper first makes sure of a task
-- ARGV[4] ms until a task must be finished   ARGV[5] tasks allowed per key and window   ARGV[6] window in ms
-- ARGV[7] how far ahead a time may lie, ms   ARGV[8] longest result ttl, ms
-- then 10 per task: id, tenant, key id, route, model, sealed payload, sealed metadata or '', request id, its wishes, and what its
-- share is worked out from: class, weight, tokens in, most tokens out or 0, 1 if the key's tasks in flight or its money are limited. Wishes are '' or JSON of
--   idempotency, digest     parameter of the idempotency key, digest of the body
--   retry_of                id of the ended task it runs again
--   run_at | run_in, start_at | start_in, finish_at | finish_in     ms since the epoch, or ms from now, the last two from when it runs
--   result_ttl              ms
--   class                   of priority, if it is not `standard`
--   hook, webhook           the events its own webhook is told of, with commas between them, and the webhook, sealed
--   trace                   the trace it is submitted in
--   limit                   tasks its key may submit per minute, if that is not the limit of all
--   no_room                 1 = only look whether it was submitted before
-- Returns one text per task, in order:
--   'accepted <created ms> <finish-by ms> <remaining> <reset ms>[ <run-at ms or 0> <start-by ms or 0>[ <why it is held>]]'
--   'replayed <id>'                                        its idempotency key, or the task it runs again, has led to this one before
--   'mismatch'                                             its idempotency key was used for another body
--   'missing' | 'open'                                     the task to run again is not there, or has not ended
--   'refused <field> <reason>'                             a time that cannot be: past, too_far, before_run_at, before_start_by, too_long
--   'exhausted <day or month> <ms until it is new> <news or nothing>'      this key has used up its budget, and refuses then
--   'limited <retry after ms> <remaining> <reset ms>'      this key's limit is used up
--   'full <open tasks>'                                    the ceiling is reached
--   'no_room'
-- A task whose id exists already is answered as it was accepted and changes nothing, so the call may be repeated.
--@include keys
--@include now
--@include task-limit
--@include submission-times
--@include held
--@include budget-news
--@include scheduled

local max_open, first_look_ms, finish_in_ms = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local limit = { tasks = tonumber(ARGV[5]), window_ms = tonumber(ARGV[6]) }
local bounds = { finish_in = finish_in_ms, ahead = tonumber(ARGV[7]), result_ttl = tonumber(ARGV[8]) }
local header, per_task = 8, 10
local now = now_ms()
local open = redis.call('ZCARD', key.open())
local answers = {}
-- What is to be stored: where in ARGV a task begins, what it wishes and its times. Also by what another of the batch may repeat.
local accepted, by_id, by_key, by_retried = {}, {}, {}, {}
local no_wishes, plain_times = {}, { finish_by = now + finish_in_ms }
-- Per key, when its next task conforms to its limit; written once per batch.
local conforming = {}

-- Redis and Lua make text of a number anew each time, and slowly; within a batch most times are the same.
local known_texts = {}
local function text(number)
  local known = known_texts[number]
  if not known then
    known = string.format('%.0f', number)
    known_texts[number] = known
  end
  return known
end

local function as_accepted(created, times, remaining, reset, held)
  local answer = { 'accepted', text(created), text(times.finish_by), text(remaining), text(reset) }
  if times.run_at or times.start_by or held then
    answer[6], answer[7] = text(times.run_at or 0), text(times.start_by or 0)
  end
  if held then answer[8] = held end
  return answer
end

-- The answer to a submission that was made before, or that may not be made at all; nil for one that is new.
local function repeated(id, tenant, wishes)
  if by_id[id] then return as_accepted(now, by_id[id].times, 0, 0, by_id[id].held_for) end
  if redis.call('EXISTS', key.task(id)) == 1 then
    local known = redis.call('HMGET', key.task(id), 'created', 'finish_by', 'run_at', 'start_by', 'admission', 'waiting_reason')
    local times = { finish_by = tonumber(known[2]), run_at = tonumber(known[3]), start_by = tonumber(known[4]) }
    return as_accepted(tonumber(known[1]), times, 0, 0, known[5] == 'held' and known[6])
  end
  if wishes.idempotency then
    local known = by_key[wishes.idempotency] or redis.call('GET', key.idempotency(wishes.idempotency)) or ''
    local known_id, digest = string.match(known, '^(%S+) (%S+)$')
    if known_id and (by_id[known_id] or redis.call('EXISTS', key.task(known_id)) == 1) then
      return (digest == wishes.digest or digest == '-') and { 'replayed', known_id } or { 'mismatch' }
    end
  end
  if wishes.retry_of then
    local old = redis.call('HMGET', key.task(wishes.retry_of), 'tenant', 'ended', 'erased', 'retried_as')
    if old[1] ~= tenant or old[3] then return { 'missing' } end
    local again = by_retried[wishes.retry_of] or old[4]
    if again and (by_id[again] or redis.call('EXISTS', key.task(again)) == 1) then return { 'replayed', again } end
    if not old[2] then return { 'open' } end
  end
  return wishes.no_room and { 'no_room' } or nil
end

-- By route, and by key.
local shares, admissions = {}, {}

-- How a key stands; the limits may have been taken away since its caller was looked up.
local function admission_of(key_id)
  if admissions[key_id] == nil then admissions[key_id] = read_admission(key_id, now) or false end
  return admissions[key_id]
end

-- The answer if the key of a task refuses it for want of money. One that is to run in the next period is not of this one.
local function without_budget(first, key_id, times)
  if string.sub(ARGV[first + 9], -2) ~= ' 1' then return nil end
  local admission = admission_of(key_id)
  if not admission or not admission.exhausted or not admission.account.refuses then return nil end
  local period = admission.exhausted
  local left = ms_left_of(period, now)
  if times.run_at and times.run_at >= now + left then return nil end
  return { 'exhausted', period, string.format('%.0f', left), tell_of_budget(admission.account, 'exhausted', period, admission.spend, now) }
end

-- Whether a task may be queued now, and what share it takes.
local function plan(task, id, tenant, key_id, route)
  local class, weight, input, most_output, limited = string.match(ARGV[task.first + 9], '^(%S+) (%S+) (%S+) (%S+) (%S+)$')
  local share = shares[route] or read_route_share(route)
  shares[route] = share
  local estimate, charged = charge_for(share, tonumber(weight), tonumber(input), tonumber(most_output))
  if limited == '1' and not task.times.run_at then
    local admission = admission_of(key_id)
    if admission then
      local admitted, reason = admits(admission, id)
      task.admission, task.held_for = admitted and 'admitted' or 'held', reason
    end
    if task.admission == 'held' then plan_hold(admission, id, route, class, charged) end
  end
  if not task.times.run_at and task.admission ~= 'held' then
    local pass = next_pass(share, class .. ':' .. tenant, charged)
    task.share, task.priority = share_text(class, pass, charged, estimate), priority_at(share.base, pass)
  else
    task.share = share_text(class, nil, charged, estimate)
  end
end

local function decide(first, id, tenant, key_id, wishes)
  local before = repeated(id, tenant, wishes)
  if before then return before end
  local times, refusal = plain_times, nil
  if wishes ~= no_wishes then times, refusal = submission_times(wishes, now, bounds) end
  if refusal then return { 'refused', refusal } end
  if open + #accepted >= max_open then return { 'full', open + #accepted } end
  local exhausted = without_budget(first, key_id, times)
  if exhausted then return exhausted end
  local allowed, wait, remaining, reset = spend_task(wishes.limit and { tasks = wishes.limit, window_ms = 60000 } or limit, conforming, key_id, now)
  if not allowed then return { 'limited', wait, remaining, reset } end
  local task = { first = first, wishes = wishes, times = times }
  accepted[#accepted + 1] = task
  by_id[id] = task
  if wishes.idempotency then by_key[wishes.idempotency] = id .. ' ' .. wishes.digest end
  if wishes.retry_of then by_retried[wishes.retry_of] = id end
  plan(task, id, tenant, key_id, ARGV[first + 3])
  return as_accepted(now, times, remaining, reset, task.held_for)
end

local function append(list, first, second)
  list[#list + 1] = first
  list[#list + 1] = second
end

-- What is written once per batch: texts by their keys, the open tasks with their scores, and those of each tenant.
local function gather()
  local texts, opened, of_tenants = {}, {}, {}
  for _, task in ipairs(accepted) do
    local first, wishes, times = task.first, task.wishes, task.times
    local id, tenant, payload, metadata = ARGV[first], ARGV[first + 1], ARGV[first + 5], ARGV[first + 6]
    append(texts, key.payload(id), payload)
    if metadata ~= '' then append(texts, key.metadata(id), metadata) end
    if wishes.webhook then append(texts, key.taskWebhook(id), wishes.webhook) end
    if wishes.idempotency then append(texts, key.idempotency(wishes.idempotency), by_key[wishes.idempotency]) end
    local deadline = times.start_by or times.finish_by
    append(opened, text(times.run_at and deadline or math.min(deadline, now + first_look_ms)), id)
    of_tenants[tenant] = of_tenants[tenant] or {}
    append(of_tenants[tenant], text(now), id)
  end
  return texts, opened, of_tenants
end

-- What only few tasks have. It starts with `state`, since there is always one field.
local function store_wishes(id, route, wishes, times)
  local fields = { 'state', times.run_at and 'scheduled' or 'queued' }
  for _, name in ipairs({ 'idempotency', 'retry_of', 'result_ttl', 'class', 'hook', 'trace' }) do
    if wishes[name] then append(fields, name, wishes[name]) end
  end
  for _, name in ipairs({ 'run_at', 'start_by' }) do
    if times[name] then append(fields, name, times[name]) end
  end
  redis.call('HSET', key.task(id), unpack(fields))
  if times.run_at then enter_schedule(id, route, times.run_at) end
  if wishes.retry_of then redis.call('HSET', key.task(wishes.retry_of), 'retried_as', id) end
end

local function store(task, id, tenant, key_id, route, model, _, _, request)
  redis.call('HSET', key.task(id), 'state', 'queued', 'run', '1', 'tenant', tenant, 'key', key_id, 'route', route,
    'model', model, 'created', text(now), 'finish_by', text(task.times.finish_by), 'request', request, 'seq', '1',
    'share', task.share)
  if task.admission then
    redis.call('HSET', key.task(id), 'admission', task.admission, unpack(task.held_for and { 'waiting_reason', task.held_for } or {}))
  end
  if task.wishes ~= no_wishes then store_wishes(id, route, task.wishes, task.times) end
end

for first = header + 1, #ARGV, per_task do
  local wishes = ARGV[first + 8]
  local answer = decide(first, ARGV[first], ARGV[first + 1], ARGV[first + 2], wishes == '' and no_wishes or cjson.decode(wishes))
  answers[#answers + 1] = table.concat(answer, ' ')
end
if #accepted == 0 then return answers end

local texts, opened, of_tenants = gather()
redis.call('HINCRBY', key.totals(), 'submitted', #accepted)
redis.call('MSET', unpack(texts))
redis.call('ZADD', key.open(), unpack(opened))
for route, share in pairs(shares) do save_route_share(share, route) end
for _, admission in pairs(admissions) do
  if admission then save_admission(admission) end
end
for limit_key, at in pairs(conforming) do
  redis.call('SET', limit_key, string.format('%.3f', at), 'PX', math.max(1, math.ceil(at - now)))
end
for _, task in ipairs(accepted) do store(task, unpack(ARGV, task.first, task.first + per_task - 1)) end
for tenant, ids in pairs(of_tenants) do
  redis.call('SADD', key.tenants(), tenant)
  redis.call('ZADD', key.tenantTasks(tenant), unpack(ids))
end
-- Last, for a queue may be broken: the sweeper adds a job that is missing.
for _, task in ipairs(accepted) do
  local first = task.first
  if task.priority then add_task_job(ARGV[first], 1, ARGV[first + 1], ARGV[first + 3], now, task.priority) end
end
return answers
