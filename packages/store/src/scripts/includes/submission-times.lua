-- When a task is to run and to end by the clock of Redis, as `wishes` of submit.lua ask for; or nil, and the field and the reason
-- why that cannot be. What is carried over from a task that runs again was within the bounds once. `run_at` is absent when it may run at once, `start_by` when it was not asked for and always before `finish_by`.
local function submission_times(wishes, now, bounds)
  local function moment(at, after_ms, from) return at or (after_ms and from + after_ms) end
  local run_at = moment(wishes.run_at, wishes.run_in, now)
  if run_at and run_at <= now then run_at = nil end
  local from = run_at or now
  local start_by = moment(wishes.start_at, wishes.start_in, from)
  local finish_by = moment(wishes.finish_at, wishes.finish_in, from)

  local function fault(field, at)
    if not at then return nil end
    if at > now + bounds.ahead and not wishes.retry_of then return field .. ' too_far' end
    if at <= now then return field .. ' past' end
    return at <= from and field ~= 'run_at' and field .. ' before_run_at' or nil
  end
  local refusal = fault('run_at', run_at) or fault('start_by', start_by) or fault('finish_by', finish_by)
  if refusal then return nil, refusal end
  if start_by and finish_by and finish_by <= start_by then return nil, 'finish_by before_start_by' end
  if wishes.result_ttl and wishes.result_ttl > bounds.result_ttl and not wishes.retry_of then return nil, 'result_ttl too_long' end
  return { run_at = run_at, start_by = start_by, finish_by = finish_by or (start_by or from) + bounds.finish_in }
end
