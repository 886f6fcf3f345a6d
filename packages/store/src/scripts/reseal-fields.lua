-- The same for fields of a hash, all or none. ARGV: prefix, then for each its name, the old text, the new one.
for at = 2, #ARGV, 3 do
  if redis.call('HGET', KEYS[1], ARGV[at]) ~= ARGV[at + 1] then return 0 end
end
for at = 2, #ARGV, 3 do redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 2]) end
return 1
