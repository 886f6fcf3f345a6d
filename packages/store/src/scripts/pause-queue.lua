-- Pauses or resumes the queue of a route.
-- Needs `pause_task_queue`, put before this text by the caller.
--
-- KEYS[1] the audit log, which leads a cluster to the slot of all keys
-- ARGV[1] key prefix   ARGV[2] route   ARGV[3] 'paused' or 'resumed'   ARGV[4] actor
-- Returns 1, or 0 if it was so already
--@include keys
--@include audit

local route, paused = ARGV[2], ARGV[3] == 'paused'
if not pause_task_queue(route, paused) then return 0 end
write_audit(ARGV[4], paused and 'queue.pause' or 'queue.resume', route, '')
return 1
