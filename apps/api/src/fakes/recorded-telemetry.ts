import type { AccessLine } from '@millrace/observability';
import type { AdminAct, ApiTelemetry, FailedRequest } from '../telemetry.js';

export interface RecordedTelemetry extends ApiTelemetry {
  readonly lines: AccessLine[];
  readonly failures: FailedRequest[];
  readonly refusals: string[];
  readonly submitted: string[];
  readonly acts: AdminAct[];
  /** Tasks of bulk submissions, by what became of them. */
  readonly bulk: Record<'accepted' | 'replayed' | 'refused', number>;
  /** How many are held open now, by kind. */
  readonly open: Record<'stream' | 'wait' | 'upload', number>;
}

/** A telemetry that keeps what it is told. */
export const recordedTelemetry = (): RecordedTelemetry => {
  const lines: AccessLine[] = [];
  const failures: FailedRequest[] = [];
  const refusals: string[] = [];
  const submitted: string[] = [];
  const acts: AdminAct[] = [];
  const open = { stream: 0, wait: 0, upload: 0 };
  const bulk = { accepted: 0, replayed: 0, refused: 0 };
  const nothing = () => {};
  return {
    lines,
    failures,
    refusals,
    submitted,
    acts,
    adminActed: (act) => acts.push(act),
    bulk,
    open,
    bulkLines: (outcome, count) => {
      bulk[outcome] += count;
    },
    openRequests: (kind, count) => {
      open[kind] = count;
    },
    requestAnswered: (line) => lines.push(line),
    requestFailed: (failure) => failures.push(failure),
    requestDropped: () => {},
    refusedByLimit: (limit) => refusals.push(limit),
    taskSubmitted: (route) => submitted.push(route),
    budgetNoticed: nothing,
    modelsReloaded: nothing,
    modelsRefused: nothing,
    swept: nothing,
    sweepFailed: nothing,
    socketRefused: nothing,
    loggedIn: nothing,
    loginFailed: nothing,
    depthUnknown: nothing,
    redisAway: nothing,
    redisBack: nothing,
    redisJudged: nothing,
  };
};
