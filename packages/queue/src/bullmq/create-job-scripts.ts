import type { JobScripts } from '../job-scripts.js';
import { installedAddScript } from './installed-script.js';
import { eventsKept, jobName } from './queue-settings.js';
import { rewritePrioritiesLua } from './rewrite-priorities.js';

export interface JobScriptsOptions {
  /** What all queues' keys begin with; holds a hash tag, so that our scripts may touch them together with the record. */
  readonly queuesPrefix: string;
  /** How many deliveries of webhooks may be pending for one tenant, for the scripts that queue them. */
  readonly mostPendingDeliveries?: number;
}

/** BullMQ's own limit: the priority times 2^32 and a counter have to fit into a double. */
const largestPriority = 2_097_151;

/**
 * Makes the Lua that adds a job inside a script of ours: `add_job(queue_prefix, job_id, timestamp_ms, data, priority)`.
 *
 * BullMQ's text becomes a function of its own, so its locals and returns stay inside it, and its KEYS and ARGV are parameters that hide ours.
 * The arguments are those of BullMQ's `addPrioritizedJobArgs`; the options are what `Queue.add` stores for
 * `{ jobId, priority, removeOnComplete: true, removeOnFail: true }`.
 * The stream's limit is set before BullMQ's text would set its default for a queue that no worker has opened yet.
 */
const addition = (bullmqText: string): string => `
local function bullmq_add_prioritized_job(KEYS, ARGV)
-- Its arguments come from this script and not over the wire, so there is nothing to pack and unpack.
local cmsgpack = { unpack = function(value) return value end }
${bullmqText}
end

local has_stream_limit = {}
local function add_job(queue_prefix, job_id, timestamp_ms, data, priority)
  if not has_stream_limit[queue_prefix] then
    redis.call('HSETNX', queue_prefix .. 'meta', 'opts.maxLenEvents', ${eventsKept})
    has_stream_limit[queue_prefix] = true
  end
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
    { queue_prefix, job_id, '${jobName}', tonumber(timestamp_ms) },
    data,
    { attempts = 0, jobId = job_id, priority = in_range, removeOnComplete = true, removeOnFail = true },
  })
end
`;

/** The jobs of tasks, by the ids of `jobId`; where BullMQ keeps a job is known here and nowhere else. */
const taskJobs = (queuesPrefix: string): string => `
local function queue_of(route)
  return '${queuesPrefix}:' .. route .. ':'
end

local function add_task_job(id, run, tenant, route, now_ms, priority)
  local data = cjson.encode({ taskId = id, tenant = tenant, route = route, run = tonumber(run) })
  local queue, job = queue_of(route), id .. '.' .. run
  add_job(queue, job, now_ms, data, priority)
  -- Of one priority BullMQ takes first who came first, and one may hold a hundred small tasks. Where the counter of arrivals stands in
  -- the score, the fraction says it finer; those alike to the last bit go by their ids, which begin with the time.
  if priority < ${largestPriority} then
    redis.call('ZADD', queue .. 'prioritized', 'XX', string.format('%.0f', math.floor(priority * 4294967296)), job)
  end
end

-- Jobs that are done are gone, so one command tells whether any are left.
local function route_is_idle(route)
  local queue = queue_of(route)
  return redis.call('EXISTS', queue .. 'prioritized', queue .. 'active', queue .. 'wait', queue .. 'delayed') == 0
end

local function has_task_job(id, run, route)
  local queue, job = queue_of(route), id .. '.' .. run
  if redis.call('EXISTS', queue .. job) == 0 then return false end
  return redis.call('ZSCORE', queue .. 'prioritized', job)
    or redis.call('ZSCORE', queue .. 'delayed', job)
    or redis.call('EXISTS', queue .. job .. ':lock') == 1
    or redis.call('LPOS', queue .. 'active', job)
    or redis.call('LPOS', queue .. 'wait', job)
    or false
end

local function remove_task_job(id, run, route)
  local queue, job = queue_of(route), id .. '.' .. run
  if redis.call('LPOS', queue .. 'active', job) then return end
  redis.call('ZREM', queue .. 'prioritized', job)
  redis.call('ZREM', queue .. 'delayed', job)
  redis.call('LREM', queue .. 'wait', 1, job)
  redis.call('DEL', queue .. job)
end
`;

/** Throws when the installed bullmq is not the version whose script this was tested with. */
export const createJobScripts = ({ queuesPrefix, mostPendingDeliveries = 100_000 }: JobScriptsOptions): JobScripts => ({
  lua: `${addition(installedAddScript())}${taskJobs(queuesPrefix)}\nlocal most_pending_deliveries = ${mostPendingDeliveries}\n`,
  rebaseLua: rewritePrioritiesLua(queuesPrefix, largestPriority),
  queuePrefix: (route) => `${queuesPrefix}:${route}:`,
});
