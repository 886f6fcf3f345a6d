-- A task of a route begins: the virtual time of the route is its pass at least.
local function advance_share(route, text)
  local pass = tonumber(string.match(text or '', '^%S+ (%d+)'))
  if pass and pass > (tonumber(redis.call('HGET', key.fair(route), 'V')) or 0) then
    redis.call('HSET', key.fair(route), 'V', string.format('%.0f', pass))
  end
end
