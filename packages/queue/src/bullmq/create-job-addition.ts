import type { JobAddition } from '../job-addition.js';
import { installedAddScript } from './installed-script.js';
import { eventsKept, jobName } from './queue-settings.js';

export interface JobAdditionOptions {
  /** What all queues' keys begin with; holds a hash tag, so that our scripts may touch them together with the record. */
  readonly queuesPrefix: string;
}

/** BullMQ's own limit: the priority times 2^32 and a counter have to fit into a double. */
const largestPriority = 2_097_151;

/**
 * Makes the Lua that adds a job inside a script of ours.
 *
 * BullMQ's text becomes a function of its own, so its locals and returns stay inside it, and its KEYS and ARGV are parameters that hide ours.
 * The arguments are those of BullMQ's `addPrioritizedJobArgs`; the options are what `Queue.add` stores for
 * `{ jobId, priority, removeOnComplete: true, removeOnFail: true }`.
 * The stream's limit is set before BullMQ's text would set its default for a queue that no worker has opened yet.
 */
const wrap = (bullmqText: string): string => `
local function bullmq_add_prioritized_job(KEYS, ARGV)
${bullmqText}
end

local function add_job(queue_prefix, job_id, timestamp_ms, data, priority)
  redis.call('HSETNX', queue_prefix .. 'meta', 'opts.maxLenEvents', ${eventsKept})
  local in_range = math.max(1, math.min(${largestPriority}, math.floor(tonumber(priority))))
  return bullmq_add_prioritized_job({
    queue_prefix .. 'marker',
    queue_prefix .. 'meta',
    queue_prefix .. 'id',
    queue_prefix .. 'prioritized',
    queue_prefix .. 'delayed',
    queue_prefix .. 'completed',
    queue_prefix .. 'active',
    queue_prefix .. 'events',
    queue_prefix .. 'pc',
  }, {
    cmsgpack.pack({ queue_prefix, job_id, '${jobName}', tonumber(timestamp_ms) }),
    data,
    cmsgpack.pack({ attempts = 0, jobId = job_id, priority = in_range, removeOnComplete = true, removeOnFail = true }),
  })
end
`;

/** Throws when the installed bullmq is not the version whose script this was tested with. */
export const createJobAddition = ({ queuesPrefix }: JobAdditionOptions): JobAddition => ({
  lua: wrap(installedAddScript()),
  queuePrefix: (route) => `${queuesPrefix}:${route}:`,
});
