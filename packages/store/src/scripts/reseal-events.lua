-- The same for entries of a stream, which can only be written anew as a whole. ARGV: prefix, then for each its id, the old data, the new data.
local given = {}
for at = 2, #ARGV, 3 do given[ARGV[at]] = { old = ARGV[at + 1], new = ARGV[at + 2] } end
local entries = redis.call('XRANGE', KEYS[1], '-', '+')
local found = 0
for _, entry in ipairs(entries) do
  local change = given[entry[1]]
  local fields = entry[2]
  for at = 1, change and #fields or 0, 2 do
    if fields[at] == 'data' and fields[at + 1] == change.old then
      fields[at + 1] = change.new
      found = found + 1
    end
  end
end
if found ~= (#ARGV - 1) / 3 then return 0 end
local ttl = redis.call('PTTL', KEYS[1])
redis.call('DEL', KEYS[1])
for _, entry in ipairs(entries) do redis.call('XADD', KEYS[1], entry[1], unpack(entry[2])) end
if ttl > 0 then redis.call('PEXPIRE', KEYS[1], ttl) end
return 1
