--@include queue-with-share
--@include add-event
--@include budget
-- Tasks of a key beyond those it may have in flight are held, and those that it has no money for: they have no job and no pass on their
-- route until another of the key ends, or there is money again. The record's field `admission` is 'admitted' or 'held'; a task of a key
-- without such limits has none. `waiting_reason` says why it is held.
-- A task that is queued after it waited for money has `promised` to it what its call may cost, so that no more are queued than can be paid.

local function in_flight_limit(key_id)
  return tonumber(redis.call('HGET', key.apiKey(key_id), 'max_in_flight'))
end

-- How a key stands, for `admits`; nil if it has no limit.
local function read_admission(key_id, now)
  local limit, account = in_flight_limit(key_id), read_account(key_id)
  if not limit and not account.limited then return nil end
  local spend = account.limited and read_spend(account.id, now)
  return {
    key_id = key_id, counted = limit, room = (limit or math.huge) - redis.call('SCARD', key.admitted(key_id)),
    waiting = redis.call('ZCARD', key.held(key_id)), account = account, spend = spend,
    exhausted = spend and budget_in_the_way(account, spend, 0), admitted = {}, held = {},
  }
end

-- Decides for the next task of a key; if it has to be held, says why. Where tasks in flight are counted, who comes later does not overtake those held.
local function admits(admission, id)
  if admission.exhausted or admission.counted and (admission.room <= 0 or admission.waiting > 0) then
    admission.waiting = admission.waiting + 1
    return false, admission.exhausted and 'budget_exhausted' or 'in_flight_limit'
  end
  admission.room = admission.room - 1
  admission.admitted[#admission.admitted + 1] = id
  return true
end

-- Holds a task until another one of its key ends; `share` is that of the key, where its classes stand in line.
local function plan_hold(admission, id, route, class, charged)
  admission.share = admission.share or read_share(key.heldFair(admission.key_id), admission.waiting == 1)
  admission.held[#admission.held + 1] = { id = id, route = route, pass = next_pass(admission.share, class, charged) }
end

local function save_admission(admission)
  if #admission.admitted > 0 then redis.call('SADD', key.admitted(admission.key_id), unpack(admission.admitted)) end
  if #admission.held == 0 then return end
  save_share(admission.share)
  redis.call('SADD', key.heldKeys(), admission.key_id)
  for _, task in ipairs(admission.held) do
    redis.call('ZADD', key.held(admission.key_id), string.format('%.0f', task.pass), task.id)
    redis.call('HINCRBY', key.heldTasks(), task.route, 1)
  end
end

-- Makes sure that a held task is among those held.
local function keep_held(id, key_id, route)
  if redis.call('ZADD', key.held(key_id), 'NX', 0, id) == 1 then redis.call('HINCRBY', key.heldTasks(), route, 1) end
  redis.call('SADD', key.heldKeys(), key_id)
end

local function forget_if_none_held(key_id)
  if redis.call('EXISTS', key.held(key_id)) == 1 then return end
  redis.call('DEL', key.heldFair(key_id))
  redis.call('SREM', key.heldKeys(), key_id)
end

local function leave_held(id, key_id, route)
  if redis.call('ZREM', key.held(key_id), id) == 1 then redis.call('HINCRBY', key.heldTasks(), route, -1) end
  forget_if_none_held(key_id)
end

local function take_promise_back(id, key_id, promised, now)
  redis.call('HDEL', key.task(id), 'promised')
  add_spend(read_account(key_id).id, 0, -promised, now)
end

-- So many tasks that there is no money for are passed over, for those behind them that may cost less.
local most_passed_over = 50

-- Queues held tasks of a key while there is room and money, `most` at once. Returns how many.
local function release_held(key_id, most, now)
  if redis.call('EXISTS', key.held(key_id)) == 0 then return 0 end
  local account = read_account(key_id)
  local spend = account.limited and read_spend(account.id, now)
  if spend and budget_in_the_way(account, spend, 0) then return 0 end
  local room = math.min(most, (in_flight_limit(key_id) or math.huge) - redis.call('SCARD', key.admitted(key_id)))
  local released, passed_over = 0, 0
  while released < room and passed_over < most_passed_over do
    local id, pass = unpack(redis.call('ZRANGE', key.held(key_id), passed_over, passed_over, 'WITHSCORES'))
    if not id then break end
    local read = redis.call('HMGET', key.task(id), 'state', 'run', 'tenant', 'route', 'share', 'admission', 'needs')
    local needs = spend and (tonumber(read[7]) or spend.mean) or 0
    if spend and budget_in_the_way(account, spend, needs) then
      passed_over = passed_over + 1
    else
      redis.call('ZREM', key.held(key_id), id)
      redis.call('HSET', key.heldFair(key_id), 'V', pass)
      if read[4] then redis.call('HINCRBY', key.heldTasks(), read[4], -1) end
      if read[1] == 'queued' and read[6] == 'held' then
        if needs > 0 then
          redis.call('HSET', key.task(id), 'promised', string.format('%.0f', needs))
          spend = add_spend(account.id, 0, needs, now)
        end
        redis.call('SADD', key.admitted(key_id), id)
        redis.call('HDEL', key.task(id), 'waiting_reason')
        add_event(id, 'state', '{"status":"queued"}')
        queue_with_share(id, { run = read[2], tenant = read[3], route = read[4], share = read[5] }, now, 'admission', 'admitted')
        released = released + 1
      end
    end
  end
  forget_if_none_held(key_id)
  return released
end

-- Queues a task whose time has come, or holds it; those who follow it are told.
local function queue_or_hold(id, task, now)
  local admission = read_admission(task.key_id, now)
  local admitted, reason = true, nil
  if admission then admitted, reason = admits(admission, id) end
  if not admitted then
    local class, _, charged = read_share_text(task.share)
    plan_hold(admission, id, task.route, class, charged)
  end
  if admission then save_admission(admission) end
  if admitted then
    add_event(id, 'state', '{"status":"queued"}')
    return queue_with_share(id, task, now, unpack(admission and { 'admission', 'admitted' } or {}))
  end
  redis.call('HSET', key.task(id), 'admission', 'held', 'waiting_reason', reason)
  add_event(id, 'state', cjson.encode({ status = 'queued', waiting_reason = reason }))
end
