-- The report of a call's end, as `call-report.ts` writes it:
--   v = 'ok' | 'fault' | 'limited' | 'refused' | 'neutral' | 'unsent'
--   s = 0 if nothing reached the provider
--   i, c, o = tokens read, read from the provider's cache, written   e = they are estimated   cost = nano-dollars, absent = unknown
--   ra = ms the provider asked to wait   rnd = a random number   lr, rr, lt, rt = limit and rest of requests and tokens as it told
local report_verdicts = { ok = true, fault = true, limited = true, refused = true, neutral = true, unsent = true }
local report_numbers = { 'i', 'c', 'o', 'cost', 'ra', 'rnd', 'lr', 'rr', 'lt', 'rt' }
local longest_retry_after_ms = 86400000

-- Leaves out what is no sensible number: an error in the middle of a script would leave half of it written, and the next try would meet it again.
local function read_report(text)
  local told = cjson.decode(text)
  local report = { v = report_verdicts[told.v] and told.v or 'neutral', e = told.e == 1, unsent = told.s == 0 }
  for _, name in ipairs(report_numbers) do
    local value = told[name]
    if type(value) == 'number' and value >= 0 and value < 1e15 then report[name] = value end
  end
  if report.ra then report.ra = math.min(report.ra, longest_retry_after_ms) end
  -- Nothing may be asked of a limit of none, and it would last for ever.
  if report.lr and report.lr < 1 then report.lr = nil end
  if report.lt and report.lt < 1 then report.lt = nil end
  return report
end
