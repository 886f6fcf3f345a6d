import type { JobScriptsOptions } from './create-job-scripts.js';
import { installedPauseScript } from './installed-script.js';

/**
 * Makes the Lua that pauses or resumes a queue inside a script of ours: `pause_task_queue(route, paused)`, which says whether that changed
 * anything. Its text is BullMQ's own, whose KEYS and ARGV are those of `Queue.pause` and `Queue.resume`.
 * Throws when the installed bullmq is not the version whose script this was tested with.
 */
export const createPauseScript = ({ queuesPrefix }: JobScriptsOptions): string => `
local function bullmq_pause(KEYS, ARGV)
${installedPauseScript()}
end

local function pause_task_queue(route, paused)
  local queue = '${queuesPrefix}:' .. route .. ':'
  if (redis.call('HEXISTS', queue .. 'meta', 'paused') == 1) == paused then return false end
  local from, to = paused and 'wait' or 'paused', paused and 'paused' or 'wait'
  bullmq_pause({ queue .. from, queue .. to, queue .. 'meta', queue .. 'prioritized', queue .. 'events', queue .. 'delayed', queue .. 'marker' },
    { paused and 'paused' or 'resumed', '1' })
  return true
end
`;
