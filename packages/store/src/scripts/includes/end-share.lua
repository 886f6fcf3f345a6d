-- What the end of a task means for the share of its tenant.
local function end_share(id)
end
