-- How long a key that is refused for good stays listed: 30 days.
local key_listed_ms = 2592000000

-- Lets the record of a key outlive its use for as long as it is to be listed; one without an end stays.
local function keep_key(id)
  local read = redis.call('HMGET', key.apiKey(id), 'expires', 'revoked')
  local ends = read[2] or read[1]
  if ends then redis.call('PEXPIREAT', key.apiKey(id), tonumber(ends) + key_listed_ms)
  else redis.call('PERSIST', key.apiKey(id)) end
end

-- Why a key can no longer be changed: 'revoked', 'expired' or 'rotated'; nil if it is in use. `rotated` counts only where it is asked for.
local function key_out_of_use(id, now, counts_rotated)
  local read = redis.call('HMGET', key.apiKey(id), 'revoked', 'expires', 'rotated_to')
  if read[1] then return 'revoked' end
  if read[2] and tonumber(read[2]) <= now then return 'expired' end
  if counts_rotated and read[3] then return 'rotated' end
  return nil
end
