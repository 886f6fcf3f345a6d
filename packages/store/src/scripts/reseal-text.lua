-- Puts a text in the place of the one that was read, unless another has come there since. ARGV: prefix, the old one, the new one. Returns 1, or 0 if it has.
if redis.call('GET', KEYS[1]) ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
return 1
