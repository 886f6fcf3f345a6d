-- Workers and the sweeper call in every second. `since` is when that began without a pause longer than `gap_ms`:
-- after an outage of Redis every lease has run out at once although nobody died, so a lease only counts as run out
-- once everyone has had a whole lease of uninterrupted service to renew it. Returns `since`.
local function beat(now)
  local gap_ms = 5000
  local pulse = redis.call('HMGET', key.pulse(), 'last', 'since')
  local last, since = tonumber(pulse[1]), tonumber(pulse[2])
  -- A clock that was set back counts as a pause too.
  if not last or now - last > gap_ms or now < last then since = now end
  redis.call('HSET', key.pulse(), 'last', now, 'since', since)
  return since
end
