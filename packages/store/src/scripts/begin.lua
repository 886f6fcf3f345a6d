-- Books an attempt: the task becomes `running` under a new fencing number, if it may run now and no answer is kept.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] run   ARGV[4] worker   ARGV[5] where it may be run, JSON as `choose-deployment.lua` takes it
-- ARGV[6] a text that stands for this one pick-up of the job, so that the call may be repeated
-- ARGV[7] lease ms   ARGV[8] most attempts that may die   ARGV[9] result ttl ms   ARGV[10] tombstone ttl ms
-- ARGV[11] digest under which an answer may be kept, or ''   ARGV[12] '1' to look for one
-- ARGV[13] tokens of its input as estimated   ARGV[14] most tokens of its output, or 0   ARGV[15] a random number below 1
-- Returns {'begun', fence, attempt number without those that died, ms queued, how often it was begun, how many follow, events stored,
--     deployment, ms until its call may be made}      repeated, the ms that are left, which may be more by then
--   | {'kept', sealed answer, ms it is kept for}      nothing was booked
--   | {'wait', reason, ms, 'task'}    a retry is not due, or another worker may still be running it
--   | {'wait', reason, ms, 'route'}   no deployment has room for it
--   | {'ended', state, code}    it ended just now: too late, cancelled, or its workers keep dying
--   | {'held', '' or what is to be told of its key's budget}    there is no money for it; it has no job any more
--   | {'over'}                  it had ended, a newer run owns it, or it is held
--@include keys
--@include now
--@include end-task
--@include iso-time
--@include add-event
--@include past-attempt
--@include restart
--@include pulse
--@include advance-share
--@include close-call
--@include reserve-room
--@include hold-for-budget

local task, id, run, worker, pick_up = KEYS[1], ARGV[2], ARGV[3], ARGV[4], ARGV[6]
local lease_ms, max_lost, result_ttl_ms, tombstone_ttl_ms = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local digest, looks = ARGV[11], ARGV[12] == '1'

local read = redis.call('HMGET', task, 'state', 'run', 'created', 'finish_by', 'retry_at', 'waiting_reason', 'attempts', 'lost',
  'worker', 'deployment', 'cancel', 'pick_up', 'fence', 'started', 'seq', 'start_by', 'route', 'share', 'room', 'history', 'key', 'run_at',
  'admission', 'promised', 'tenant')
local record = {
  state = read[1], run = read[2], created = tonumber(read[3]), finish_by = tonumber(read[4]), retry_at = tonumber(read[5]),
  waiting_reason = read[6], attempts = tonumber(read[7]) or 0, lost = tonumber(read[8]) or 0, worker = read[9], deployment = read[10],
  cancel = read[11], pick_up = read[12], fence = tonumber(read[13]) or 0, started = tonumber(read[14]), seq = tonumber(read[15]) or 1,
  start_by = tonumber(read[16]), route = read[17], share = read[18], room = read[19], history = read[20], key_id = read[21], run_at = tonumber(read[22]),
  admission = read[23], promised = tonumber(read[24]) or 0, tenant = read[25],
}
if not record.state or final_states[record.state] or record.run ~= run then return { 'over' } end
if record.state == 'running' and record.pick_up == pick_up then
  local start_in = record.room and ms_until_start(cjson.decode(record.room), id .. ':' .. record.fence, now_ms()) or 0
  return { 'begun', record.fence, record.attempts - record.lost, record.started - record.created, record.fence - record.lost, 0, 0,
    record.deployment or '', start_in }
end

-- It has no job, so this one is left over from before it was held.
if record.admission == 'held' then return { 'over' } end

local kept = looks and redis.call('GET', key.cachedAnswer(digest))
if kept then return { 'kept', kept, redis.call('PTTL', key.cachedAnswer(digest)) } end

-- Before anything is written, should it be none.
local asked = cjson.decode(ARGV[5])
local now = now_ms()
local function finish(state, code)
  end_task(id, state, now, result_ttl_ms, tombstone_ttl_ms, { 'code', code }, nil)
  return { 'ended', state, code }
end

if record.state == 'running' then
  local alive_until = math.max(tonumber(redis.call('ZSCORE', key.attempts(), id)) or 0, beat(now) + lease_ms)
  if alive_until > now then return { 'wait', 'retrying', math.min(alive_until - now, lease_ms), 'task' } end
  record.lost, record.fence = lose_attempt(id, record, now)
end
if record.cancel then return finish('cancelled', 'cancelled') end
if record.lost > max_lost then return finish('failed', 'worker_lost') end
if record.finish_by <= now then return finish('expired', 'deadline_exceeded') end
if record.start_by and record.fence == 0 and record.start_by <= now then return finish('expired', 'start_deadline_exceeded') end
if record.retry_at and record.retry_at > now then return { 'wait', record.waiting_reason or 'retrying', record.retry_at - now, 'task' } end

local ask = {
  candidates = asked.candidates, tiers = asked.tiers, spill = asked.spill, input = tonumber(ARGV[13]), random = tonumber(ARGV[15]),
  output = estimated_output(record.route, tonumber(ARGV[14])), history = record.history or nil,
  waited = now - math.max(record.created, record.run_at or 0),
}
local found, reason, wait_ms = choose_deployment(ask, now)
if not found then
  redis.call('SET', key.dry(record.route), string.format('%s %.0f', reason, now + wait_ms), 'PX', math.max(1000, wait_ms))
  return { 'wait', reason, wait_ms, 'route' }
end
local deployment = found.candidate.n

local account = read_account(record.key_id)
if account.limited then
  local spend, cost = read_spend(account.id, now), estimated_cost(found, ask)
  spend.reserved = math.max(0, spend.reserved - record.promised)
  local period = budget_in_the_way(account, spend, cost)
  if period then
    if record.promised > 0 then take_promise_back(id, record.key_id, record.promised, now) end
    hold_for_budget(id, record, cost)
    return { 'held', tell_of_budget(account, 'exhausted', period, spend, now) or '' }
  end
end

local fence, attempts = record.fence + 1, record.attempts + 1
local room, start_at, reserved = reserve_room(found, ask, id .. ':' .. fence, now)
if account.limited and reserved > 0 then
  local mean = tonumber(redis.call('HGET', key.spend(account.id), 'mean')) or reserved
  redis.call('HSET', key.spend(account.id), 'mean', string.format('%.0f', mean + (reserved - mean) / 16))
end
add_spend(account.id, 0, reserved - record.promised, now)
-- The common life is kept cheap: what the record implies is told, but not stored.
local implied = record.seq == 1 and fence == 1
local fields = { 'state', 'running', 'started', now, 'worker', worker, 'deployment', deployment, 'pick_up', pick_up,
  'fence', fence, 'attempts', attempts, 'room', room }
if digest ~= '' then fields[#fields + 1], fields[#fields + 2] = 'answer_key', digest end
if implied then fields[#fields + 1], fields[#fields + 2] = 'seq', 2 end
redis.call('HSET', task, unpack(fields))
if record.retry_at or record.waiting_reason then redis.call('HDEL', task, 'retry_at', 'waiting_reason') end
if record.promised > 0 then redis.call('HDEL', task, 'promised') end
redis.call('ZADD', key.attempts(), now + lease_ms, id)
advance_share(record.route, record.share)

local begun, followers, stored = fence - record.lost, 0, 0
if implied then
  followers = redis.call('PUBLISH', key.follow(id), '2 state {"status":"running","attempt":1}')
else
  if begun > 1 then tell_restart(id, begun) end
  local _, following = add_event(id, 'state', '{"status":"running","attempt":' .. begun .. '}')
  followers, stored = following, redis.call('XLEN', key.events(id))
end
return { 'begun', fence, attempts - record.lost, now - record.created, begun, followers, stored, deployment, math.max(0, math.ceil(start_at - now)) }
