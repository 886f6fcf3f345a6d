--@include bury
--@include end-share
--@include scheduled
--@include tell-webhooks
--@include close-call
-- Reads what `end_task` has to know of a record, and the further fields named here. Returns what was read, for `end_task` to be
-- handed over, then the values of the further fields one by one.
local function read_before_end(id, ...)
  local read = redis.call('HMGET', key.task(id), 'state', 'seq', 'result_ttl', 'idempotency', 'erased', 'run_at', 'tenant', 'hook',
    'route', 'key', 'share', 'fence', 'admission', 'room', 'promised', ...)
  return read, unpack(read, 16)
end

-- Writes the end of an open task, whatever the reason: the only place where a record becomes final.
-- `fields` are further fields of the record; `result` is the sealed result, or what had come of it, or nil; `read` what
-- `read_before_end` has read, or nil; `used` is what `end_share` takes.
local function end_task(id, state, now, result_ttl_ms, tombstone_ttl_ms, fields, result, read, used)
  read = read or read_before_end(id)
  local before, seq, own_ttl_ms, idempotency, erased = read[1], tonumber(read[2]), read[3], read[4], read[5]
  result_ttl_ms = own_ttl_ms or result_ttl_ms
  -- Moments rather than spans: what belongs to the task goes in the very millisecond in which the record does.
  local result_until, gone_at = now + result_ttl_ms, now + tombstone_ttl_ms
  -- Nobody has told how its call went.
  local lost_room = read[14]
  if lost_room then fields[#fields + 1], fields[#fields + 2] = 'room', '' end
  redis.call('HSET', key.task(id), 'state', state, 'ended', now, 'result_until', result_until, unpack(fields))
  if before ~= 'running' then redis.call('HDEL', key.task(id), 'waiting_reason', 'retry_at') end
  if result and not erased then redis.call('SET', key.result(id), result, 'PX', result_ttl_ms) end
  redis.call('PEXPIREAT', key.payload(id), result_until)
  redis.call('PEXPIREAT', key.metadata(id), result_until)
  -- What the first states told is stored only for a task that was scheduled.
  if seq and (seq > 2 or read[6]) then redis.call('PEXPIREAT', key.events(id), result_until) end
  redis.call('PEXPIREAT', key.task(id), gone_at)
  if idempotency then redis.call('PEXPIREAT', key.idempotency(idempotency), gone_at) end
  if before == 'scheduled' then leave_schedule(id, read[9]) end
  redis.call('ZREM', key.open(), id)
  redis.call('ZREM', key.attempts(), id)
  redis.call('HINCRBY', key.totals(), state, 1)
  if state == 'failed' then bury(id, now) end
  redis.call('PUBLISH', key.ended(id), state)
  tell_webhooks(id, read[7], state, now, read[8], erased)
  if read[8] then redis.call('PEXPIREAT', key.taskWebhook(id), erased and 0 or result_until) end
  if lost_room then
    close_call(id, lost_room, nil, { tenant = read[7], key_id = read[10], route = read[9], fence = read[12], room_is_cleared = true }, now)
  end
  if read[12] then redis.call('PEXPIREAT', key.taskSpend(id), gone_at) end
  if read[15] then take_promise_back(id, read[10], tonumber(read[15]), now) end
  end_share(id, {
    tenant = read[7], route = read[9], key_id = read[10], share = read[11], fence = read[12], admission = read[13],
  }, used, now)
end

local final_states = { succeeded = true, failed = true, cancelled = true, expired = true }
