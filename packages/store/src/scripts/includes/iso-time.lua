-- Milliseconds since the epoch as `2026-11-23T12:00:00.000Z`, the way times are told to callers. Lua in Redis has no calendar;
-- http://howardhinnant.github.io/date_algorithms.html#civil_from_days
local function iso_time(ms)
  local days, of_day = math.floor(ms / 86400000), ms % 86400000
  local shifted = days + 719468
  local era = math.floor(shifted / 146097)
  local of_era = shifted - era * 146097
  local year = math.floor((of_era - math.floor(of_era / 1460) + math.floor(of_era / 36524) - math.floor(of_era / 146096)) / 365)
  local of_year = of_era - (365 * year + math.floor(year / 4) - math.floor(year / 100))
  local month_from_march = math.floor((5 * of_year + 2) / 153)
  local day = of_year - math.floor((153 * month_from_march + 2) / 5) + 1
  local month = month_from_march < 10 and month_from_march + 3 or month_from_march - 9
  local seconds = math.floor(of_day / 1000)
  return string.format('%04d-%02d-%02dT%02d:%02d:%02d.%03dZ', year + era * 400 + (month <= 2 and 1 or 0), month, day,
    math.floor(seconds / 3600), math.floor(seconds / 60) % 60, seconds % 60, of_day % 1000)
end
