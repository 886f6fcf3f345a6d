import type { FailureCode, FinalState, WebhookEventType } from '@millrace/contracts';
import { type Fields, type Log, traceIdOf, type WorkerMetrics, withContext } from '@millrace/observability';
import type { JobReference } from '@millrace/queue';
import { type Clock, createSeldom, type ServerConcern } from '@millrace/runtime';
import type { Attempt, BudgetNews, ClaimedDelivery, DeliveryAttempt, OpenTask } from '@millrace/tasks';
import type { CacheUse } from './answer-source.js';
import type { AttemptTraces } from './attempt-traces.js';
import type { WorkerConfig } from './config.js';
import { errorTypeOfEnd } from './error-type.js';
import { ofProviders } from './provider-telemetry.js';

/** How an attempt ended. `later`: it failed and is retried; `fenced`: the task is another attempt's by now. */
export interface AttemptEnd {
  readonly outcome: FinalState | 'later' | 'handed_back' | 'fenced';
  readonly code?: FailureCode;
  /** Until the next attempt. */
  readonly waitMs?: number;
}

export interface TaskEnd {
  readonly state: FinalState;
  readonly code?: FailureCode;
  /** From submission to the end. */
  readonly totalMs?: number;
  readonly cached: boolean;
}

export interface TelemetryOptions {
  readonly log: Log;
  readonly metrics: WorkerMetrics;
  readonly clock: Clock;
  /** Absent = nothing is traced. */
  readonly traces?: AttemptTraces | undefined;
}

/** Everything a worker has to tell, as what happened. Nothing here ever holds a prompt, an answer or a key. */
export type Telemetry = ReturnType<typeof createTelemetry>;

/** Turns what happens into log lines and metrics: all that a worker logs and counts stands here and in `provider-telemetry.ts`. */
export const createTelemetry = ({ log, metrics, clock, traces }: TelemetryOptions) => ({
  ...ofTasks(log, metrics, traces),
  ...ofProviders(log, metrics, traces),
  ...ofWebhooks(log, metrics),
  ...ofTroubles(log, clock),
  ...ofTheProcess(log, metrics),
});

const ofTasks = (log: Log, metrics: WorkerMetrics, traces: AttemptTraces | undefined) => ({
  /** Has each line logged within `work` carry the ids of the task and of the request that submitted it. */
  about: <T>(task: OpenTask, work: () => T): T =>
    withContext({ taskId: task.id, requestId: task.requestId, ...(task.trace && { traceId: traceIdOf(task.trace) }) }, work),

  pickedUp: ({ route }: JobReference): void => metrics.taskPickUps.inc({ route }),
  budgetNoticed: ({ kind, period, keyId }: BudgetNews): void => {
    metrics.budgetNews.inc({ kind, period });
    log.warn(`budget_${kind}`, { keyId, period });
  },
  cacheUsed: (result: CacheUse): void => metrics.cacheRequests.inc({ result }),
  attemptBegun: (task: OpenTask, attempt: Attempt): void => {
    const { route, heldMs } = task;
    const { number, queuedMs } = attempt;
    traces?.begun(task, attempt);
    if (number === 1) metrics.queueWait.observe({ route }, (queuedMs - heldMs) / 1000);
  },
  attemptEnded: (task: OpenTask, { number, fence, queuedMs, deployment }: Attempt, end: AttemptEnd): void => {
    const { route } = task;
    traces?.ended(task, end);
    const { outcome, ...rest } = end;
    metrics.attempts.inc({ route, outcome });
    const errorType = errorTypeOfEnd(end);
    if (errorType) metrics.attemptErrors.inc({ route, deployment, error_type: errorType });
    log.info('attempt_ended', { route, deployment, outcome, attempt: number, fence, queuedMs, ...rest });
  },
  taskEnded: ({ route }: OpenTask, { state, ...end }: TaskEnd): void => {
    metrics.tasksFinished.inc({ route, outcome: state });
    log.info('task_ended', { route, state, ...end });
  },
  /** Neither its end nor that it was handed back could be written: its lease runs out instead. */
  writeGivenUp: (task: OpenTask): void => {
    traces?.ended(task);
    log.error('write_given_up', { route: task.route });
  },
});

/** Of the receiver nothing but its host is told: the rest of a URL may hold a secret. */
const about = ({ id, type, taskId, endpointId, url }: ClaimedDelivery): Fields & { readonly type: WebhookEventType } => ({
  delivery: id,
  type,
  ...(taskId !== undefined && { taskId }),
  ...(endpointId !== undefined && { endpoint: endpointId }),
  host: URL.canParse(url) ? new URL(url).host : '',
});

const ofWebhooks = (log: Log, metrics: WorkerMetrics) => ({
  webhookAttempted: (delivery: ClaimedDelivery, { outcome, statusCode, durationMs, waitMs }: DeliveryAttempt, reason?: string): void => {
    metrics.webhookAttempts.inc({ outcome });
    metrics.webhookDuration.observe({}, durationMs / 1000);
    const fields = {
      ...about(delivery),
      outcome,
      status: statusCode,
      reason,
      attempt: delivery.tries + 1,
      durationMs: Math.round(durationMs),
      waitMs,
    };
    if (outcome === 'delivered') log.info('webhook_delivered', fields);
    else log.warn('webhook_not_delivered', fields);
  },
  webhookFailed: (delivery: ClaimedDelivery): void => log.warn('webhook_given_up', about(delivery)),
  /** Its endpoint was disabled or deleted before it could be sent. */
  webhookUnwanted: (delivery: string, reason: string): void => log.info('webhook_unwanted', { delivery, reason }),
  webhookDisabled: (delivery: ClaimedDelivery, reason: 'gone' | 'failing'): void =>
    log.warn('webhook_endpoint_disabled', { ...about(delivery), reason }),
});

const ofTroubles = (log: Log, clock: Clock) => {
  const speak = createSeldom({ clock });
  /** For what would otherwise fill the log for as long as an outage lasts. */
  const seldom = (event: string, fields: Fields): void => {
    const keptQuiet = speak(event);
    if (keptQuiet !== undefined) log.warn(event, { ...fields, ...(keptQuiet > 0 && { keptQuiet }) });
  };
  return {
    /** A write is kept until Redis takes it. */
    writeDelayed: (error: Error): void => seldom('write_delayed', { error }),
    /** What comes of answers is told later. */
    flushFailed: (error: unknown): void => seldom('flush_failed', { error }),
    renewalFailed: (error: unknown): void => seldom('renewal_failed', { error }),
    connectionFailed: (error: Error): void => seldom('redis_connection_failed', { error }),
    /** Cancels are learned of a second later, and no answers are held, for as long as that is so. */
    listeningRefused: (error: unknown): void => log.error('redis_listening_refused', { error }),
    collectFailed: (error: unknown): void => seldom('collect_failed', { error }),
    /** Spans are lost. */
    tracingFailed: (error: unknown): void => log.warn('tracing_failed', { error }),
    queueFailed: (route: string, error: Error): void => seldom('queue_failed', { route, error }),
    routeTroubled: (route: string, error: unknown): void => seldom('route_troubled', { route, error }),
    locksLost: (route: string, jobs: readonly JobReference[]): void =>
      log.warn('job_locks_lost', { route, tasks: jobs.map(({ taskId }) => taskId) }),
    /** What is unfit about Redis has changed; nothing = it is fit again. */
    redisJudged: (concerns: readonly ServerConcern[]): void => {
      for (const { code, found, fix } of concerns) log.warn('redis_unfit', { code, reason: found, fix });
      if (concerns.length === 0) log.info('redis_fit');
    },
    jobStalled: (route: string, task: string): void => log.warn('job_stalled', { route, task }),
    redisChanged: (up: boolean, wasMs: number): void =>
      up ? log.info('redis_answers', { awayMs: wasMs }) : log.warn('redis_away', { upMs: wasMs }),
  };
};

const ofTheProcess = (log: Log, metrics: WorkerMetrics) => ({
  starting: (warnings: readonly string[]): void => {
    log.info('starting');
    for (const warning of warnings) log.warn('setting_odd', { warning });
  },
  startFailed: (error: unknown): void => log.error('start_failed', { error }),
  started: (served: readonly { readonly route: string }[], concurrency: number): void => {
    for (const { route } of served) metrics.workerConcurrency.set({ route }, concurrency);
    log.info('started', { routes: served.map(({ route }) => route), concurrency });
  },
  /** After a reload. */
  serving: (routes: readonly { readonly slug: string }[], concurrency: number): void => {
    metrics.workerConcurrency.reset();
    for (const { slug } of routes) metrics.workerConcurrency.set({ route: slug }, concurrency);
  },
  modelsReloaded: ({ routes, served }: WorkerConfig['models'], warnings: readonly string[]): void => {
    metrics.modelsReloads.inc({ outcome: 'done' });
    log.info('models_reloaded', { models: routes.map(({ model }) => model), served: served.map(({ slug }) => slug) });
    for (const warning of warnings) log.warn('setting_odd', { warning });
  },
  /** What is wrong with them, or what was thrown: the old ones stay. */
  modelsRefused: (reason: unknown): void => {
    metrics.modelsReloads.inc({ outcome: 'refused' });
    log.error('models_refused', { reason });
  },
  routeDrained: (route: string): void => {
    log.info('route_drained', { route });
  },
  /** A consumer has silently stopped: the process ends, for whoever runs it to start it again. */
  stuck: (reason: string): void => log.error('stuck', { reason }),
  listening: (metricsUrl: string): void => log.info('listening', { metrics: metricsUrl }),
  drainBegun: (graceMs: number, active: number): void => log.info('drain_begun', { graceMs, active }),
  graceOver: (active: number): void => log.warn('grace_over', { active }),
  stopFailed: (part: string, error: unknown): void => log.warn('stop_failed', { part, error }),
  stopped: (): void => log.info('stopped'),
});
