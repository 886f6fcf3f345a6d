import type { AuditAction, ProblemCode } from '@millrace/contracts';
import type { AccessLine, ApiMetrics, Logger } from '@millrace/observability';
import type { ServerConcern } from '@millrace/runtime';
import type { Actor } from '@millrace/store';
import type { BudgetNews, SweepReport } from '@millrace/tasks';
import { knownMethod } from './http/known-method.js';

/** The policies and ceilings that refuse requests. */
export type LimitName =
  | 'tasks'
  | 'reads'
  | 'address'
  | 'auth_failures'
  | 'login'
  | 'route'
  | 'open_tasks'
  | 'budget'
  | 'memory'
  | 'open_requests';

export interface FailedRequest {
  readonly requestId: string;
  readonly route: string;
  readonly code: ProblemCode;
  readonly error: unknown;
}

/** Something an admin did, as the audit log has it, without its details. */
export interface AdminAct {
  readonly action: AuditAction;
  /** Id of the key, or the route. */
  readonly target: string;
  readonly actor: Actor;
}

/** All that can happen in the api that is worth a log line or a metric. */
export interface ApiTelemetry {
  requestAnswered(line: AccessLine): void;
  /** A request failed for a reason of ours: the store is away, or something nobody foresaw. */
  requestFailed(failure: FailedRequest): void;
  /** A request could not even be answered, and its connection was ended. */
  requestDropped(error: unknown): void;
  refusedByLimit(limit: LimitName): void;
  /** A budget is nearly or wholly used up. */
  budgetNoticed(news: BudgetNews): void;
  taskSubmitted(route: string): void;
  /** So many requests of this kind are held open now. */
  openRequests(kind: 'stream' | 'wait' | 'upload', count: number): void;
  /** What became of so many tasks that were submitted together. */
  bulkLines(outcome: 'accepted' | 'replayed' | 'refused', count: number): void;
  swept(report: SweepReport): void;
  sweepFailed(error: unknown): void;
  socketRefused(code: ProblemCode): void;
  adminActed(act: AdminAct): void;
  loggedIn(): void;
  loginFailed(): void;
  /** The queues could not be looked at for the metrics. */
  depthUnknown(error: unknown): void;
  modelsReloaded(models: readonly string[], warnings: readonly string[]): void;
  /** What is wrong with them, or what was thrown: the old ones stay. */
  modelsRefused(reason: unknown): void;
  /** A connection to Redis broke or could not be made; told once until it is back. */
  redisAway(connection: string, error: Error): void;
  redisBack(connection: string): void;
  /** What is unfit about Redis has changed; nothing = it is fit again. */
  redisJudged(concerns: readonly ServerConcern[]): void;
}

export interface TelemetryOptions {
  readonly logger: Logger;
  readonly metrics: ApiMetrics;
}

/** Turns events into log lines and metrics: what is not here is not logged. */
export const createTelemetry = ({ logger, metrics }: TelemetryOptions): ApiTelemetry => {
  // An outage fails a pass every second; one line tells it.
  let sweepsWork = true;
  return {
    requestAnswered: (line) => {
      const method = knownMethod(line.method, 'OTHER');
      const labels = { method, route: line.route, status: String(line.status) };
      metrics.httpRequests.inc(labels);
      metrics.httpRequestDuration.observe(labels, line.durationMs / 1000);
      logger.access(line);
    },
    requestFailed: ({ error, code, ...request }) => {
      if (code === 'internal_error') logger.error('request_failed', { ...request, code, error });
      else logger.debug('request_not_served', { ...request, code, error });
    },
    requestDropped: (error) => logger.error('request_dropped', { error }),
    budgetNoticed: ({ kind, period, keyId }) => {
      metrics.budgetNews.inc({ kind, period });
      logger.warn(`budget_${kind}`, { keyId, period });
    },
    refusedByLimit: (policy) => metrics.rateLimitRefusals.inc({ policy }),
    taskSubmitted: (route) => metrics.tasksSubmitted.inc({ route }),
    openRequests: (kind, count) => metrics.openRequests.set({ kind }, count),
    bulkLines: (outcome, count) => metrics.bulkLines.inc({ outcome }, count),
    swept: ({ swept, nextDueMs: _nextDueMs, ...counts }) => {
      sweepsWork = true;
      if (swept && counts.expired + counts.lostAttempts + counts.requeued + counts.promoted > 0) logger.info('swept', counts);
    },
    sweepFailed: (error) => {
      if (sweepsWork) logger.warn('sweep_failed', { error });
      sweepsWork = false;
    },
    adminActed: ({ action, target, actor }) => {
      metrics.adminActions.inc({ action });
      logger.info('audit', { action, target, ...actor });
    },
    loggedIn: () => logger.info('admin_logged_in'),
    loginFailed: () => logger.warn('admin_login_failed'),
    modelsReloaded: (models, warnings) => {
      metrics.modelsReloads.inc({ outcome: 'done' });
      logger.info('models_reloaded', { models });
      for (const warning of warnings) logger.warn('setting', { warning });
    },
    modelsRefused: (reason) => {
      metrics.modelsReloads.inc({ outcome: 'refused' });
      logger.error('models_refused', { reason });
    },
    depthUnknown: (error) => logger.debug('queue_depth_unknown', { error }),
    redisAway: (connection, error) => logger.warn('redis_away', { connection, error }),
    redisJudged: (concerns) => {
      for (const { code, found, fix } of concerns) logger.warn('redis_unfit', { code, reason: found, fix });
      if (concerns.length === 0) logger.info('redis_fit');
    },
    redisBack: (connection) => logger.info('redis_back', { connection }),
    socketRefused: (code) => logger.debug('socket_refused', { code }),
  };
};
