-- Workers and the sweeper call in every second. `since` is when that began without a pause longer than `gap_ms`:
-- after an outage of Redis every lease has run out at once although nobody died, so a lease only counts as run out
-- once everyone has had a whole lease of uninterrupted service to renew it.
local function beat(now)
  local gap_ms = 3000
  local pulse = redis.call('HMGET', key.pulse(), 'last', 'since')
  local since = tonumber(pulse[2])
  if not since or now - tonumber(pulse[1]) > gap_ms then since = now end
  redis.call('HSET', key.pulse(), 'last', now, 'since', since)
  return since
end
