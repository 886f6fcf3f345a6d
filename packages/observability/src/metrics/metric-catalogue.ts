import { counter, gauge, histogram } from './metric-definition.js';
import { providerMetrics } from './provider-metrics.js';

const slug = 'the slug of a configured route';
const operation = 'the pattern of an operation, such as `/v1/tasks/{id}`; `unmatched` for anything else';
const states = ['queued', 'scheduled', 'running'] as const;
const callSeconds = [0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300, 600];
const httpSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const waitSeconds = [0.05, 0.25, 1, 5, 15, 60, 300, 900, 3600];

/** Every metric of both apps. Labels come from closed sets: never a task id, a key or a caller's free text. */
export const metricCatalogue = {
  llmRequests: counter({
    name: 'llm_request_total',
    help: 'Calls to an LLM, by how they ended.',
    labels: { model: slug, status: ['success', 'error', 'aborted'] },
    apps: ['worker'],
  }),
  llmResponseTime: histogram({
    name: 'llm_response_time_seconds',
    help: 'Time from sending a call to an LLM to the end of its answer, in seconds.',
    labels: { model: slug },
    apps: ['worker'],
    buckets: callSeconds,
  }),
  tasksSubmitted: counter({
    name: 'millrace_tasks_submitted_total',
    help: 'Tasks accepted; repetitions of an idempotency key and refusals are not counted.',
    labels: { route: slug },
    apps: ['api'],
  }),
  tasksFinished: counter({
    name: 'millrace_tasks_finished_total',
    help: 'Tasks that a worker brought to their final state. Those that the sweeper ends are in millrace_ledger only.',
    labels: { route: slug, outcome: ['succeeded', 'failed', 'cancelled', 'expired'] },
    apps: ['worker'],
  }),
  queueDepth: gauge({
    name: 'millrace_queue_depth',
    help: 'Tasks in a state. Every process that knows the route reports the same figure: combine them with max, not sum.',
    labels: { route: slug, state: states },
    apps: ['api', 'worker'],
  }),
  queueOldestAge: gauge({
    name: 'millrace_queue_oldest_age_seconds',
    help: 'Age of the oldest task in a state, in seconds; 0 when there is none.',
    labels: { route: slug, state: states },
    apps: ['api', 'worker'],
  }),
  heldTasks: gauge({
    name: 'millrace_held_tasks',
    help: 'Tasks that wait because their key has as many in flight as it may. Every api reports the same figure: combine them with max, not sum.',
    labels: { route: slug },
    apps: ['api'],
  }),
  ledger: gauge({
    name: 'millrace_ledger',
    help: 'The books as Redis keeps them over all processes: submitted = succeeded + failed + cancelled + expired + open, always; and attempts that died with their worker. Every api reports the same figures: combine them with max, not sum.',
    labels: { entry: ['submitted', 'succeeded', 'failed', 'cancelled', 'expired', 'open', 'lost_attempts'] },
    apps: ['api'],
  }),
  openRequests: gauge({
    name: 'millrace_api_open_requests',
    help: 'Requests that this process holds open: streams of events, waits for the end of a task, and bulk uploads.',
    labels: { kind: ['stream', 'wait', 'upload'] },
    apps: ['api'],
  }),
  bulkLines: counter({
    name: 'millrace_bulk_lines_total',
    help: 'Tasks of bulk submissions, by what became of them: stored, submitted before, or refused.',
    labels: { outcome: ['accepted', 'replayed', 'refused'] },
    apps: ['api'],
  }),
  queueWait: histogram({
    name: 'millrace_queue_wait_seconds',
    help: 'Time from being allowed to run to the first attempt, in seconds.',
    labels: { route: slug },
    apps: ['worker'],
    buckets: waitSeconds,
  }),
  taskPickUps: counter({
    name: 'millrace_task_pickups_total',
    help: 'Times a worker took a task from the queue, whatever came of it; many more than attempts mean that tasks are taken and put back.',
    labels: { route: slug },
    apps: ['worker'],
  }),
  attempts: counter({
    name: 'millrace_attempts_total',
    help: 'Attempts ended, by what they concluded; `fenced` = another attempt had taken over.',
    labels: { route: slug, outcome: ['succeeded', 'later', 'failed', 'cancelled', 'expired', 'handed_back', 'fenced'] },
    apps: ['worker'],
  }),
  cacheRequests: counter({
    name: 'millrace_cache_requests_total',
    help: 'Tasks by what the cache did for them: answered, not found, shared a call in flight, or asked not to use it.',
    labels: { result: ['hit', 'miss', 'shared', 'bypass'] },
    apps: ['worker'],
  }),
  modelsReloads: counter({
    name: 'millrace_models_reloads_total',
    help: 'Times the models were read again on SIGHUP, by what came of it: refused = a mistake in them, so the old ones stay.',
    labels: { outcome: ['done', 'refused'] },
    apps: ['api', 'worker'],
  }),
  workerConcurrency: gauge({
    name: 'millrace_worker_concurrency',
    help: 'Attempts this worker may run at once.',
    labels: { route: slug },
    apps: ['worker'],
  }),
  workerActiveAttempts: gauge({
    name: 'millrace_worker_active_attempts',
    help: 'Attempts this worker runs now.',
    labels: { route: slug },
    apps: ['worker'],
  }),
  ...providerMetrics,
  webhookAttempts: counter({
    name: 'millrace_webhook_deliveries_total',
    help: 'Attempts to deliver a webhook, by how they ended.',
    labels: { outcome: ['delivered', 'refused', 'redirected', 'unreachable', 'timeout', 'blocked', 'gone'] },
    apps: ['worker'],
  }),
  webhookDuration: histogram({
    name: 'millrace_webhook_delivery_seconds',
    help: 'Time an attempt to deliver a webhook took, from the look-up of the name to the end of the answer, in seconds.',
    labels: {},
    apps: ['worker'],
    buckets: httpSeconds,
  }),
  webhooksPending: gauge({
    name: 'millrace_webhooks_pending',
    help: 'Deliveries of webhooks that have not come to an end, those that wait for another attempt included. Every worker reports the same figure: combine them with max, not sum.',
    labels: {},
    apps: ['worker'],
  }),
  httpRequests: counter({
    name: 'millrace_http_requests_total',
    help: 'HTTP requests answered.',
    labels: { method: 'the request method; `OTHER` for one the api does not know', route: operation, status: 'the status code' },
    apps: ['api'],
  }),
  httpRequestDuration: histogram({
    name: 'millrace_http_request_duration_seconds',
    help: 'Time from the request line to the end of the answer, in seconds; waits asked for by the caller are included.',
    labels: { method: 'the request method; `OTHER` for one the api does not know', route: operation, status: 'the status code' },
    apps: ['api'],
    buckets: httpSeconds,
  }),
  rateLimitRefusals: counter({
    name: 'millrace_rate_limit_refusals_total',
    help: 'Requests refused by a limit or a ceiling.',
    labels: { policy: ['tasks', 'reads', 'address', 'auth_failures', 'login', 'route', 'open_tasks', 'budget', 'memory', 'open_requests'] },
    apps: ['api'],
  }),
  budgetNews: counter({
    name: 'millrace_budget_news_total',
    help: 'Times the budget of a key came to four fifths (`warning`) or had no room for a task (`exhausted`), once in each period; told by the process that saw it.',
    labels: { kind: ['warning', 'exhausted'], period: ['day', 'month'] },
    apps: ['api', 'worker'],
  }),
  adminActions: counter({
    name: 'millrace_admin_actions_total',
    help: 'What admins did to keys and queues through this process; the audit log says who and to what.',
    labels: { action: ['key.create', 'key.update', 'key.rotate', 'key.revoke', 'queue.pause', 'queue.resume', 'queue.redrive'] },
    apps: ['api'],
  }),
  redisUp: gauge({
    name: 'millrace_redis_up',
    help: '1 while Redis answers this process, else 0.',
    labels: {},
    apps: ['api', 'worker'],
  }),
  buildInfo: gauge({
    name: 'millrace_build_info',
    help: 'Always 1; the labels say what runs.',
    labels: { role: ['api', 'worker'], version: 'the release', commit: 'the commit it was built from' },
    apps: ['api', 'worker'],
  }),
};
