import type { LlmOutcome, LlmSuccess } from '@millrace/llm';
import type { Log, WorkerMetrics } from '@millrace/observability';
import type { Attempt, CallReport, OpenTask, ProviderChange } from '@millrace/tasks';
import type { AskedDeployment, AttemptTraces } from './attempt-traces.js';

type OfRoute = Pick<OpenTask, 'route'>;
type AtDeployment = Pick<Attempt, 'deployment'>;

const callStatus = { succeeded: 'success', failed: 'error', aborted: 'aborted' } as const;
const nanoPerDollar = 1e9;

/** What is told of calls and of those who answer them. */
export const ofProviders = (log: Log, metrics: WorkerMetrics, traces: AttemptTraces | undefined) => ({
  /** `deployment`: who was asked. */
  callEnded: (task: OpenTask, outcome: LlmOutcome, durationMs: number, asked: AskedDeployment): void => {
    const { route } = task;
    const deployment = asked.name;
    traces?.called(task, outcome, durationMs, asked);
    metrics.llmRequests.inc({ model: route, status: callStatus[outcome.kind] });
    metrics.llmResponseTime.observe({ model: route }, durationMs / 1000);
    metrics.callDuration.observe({ deployment }, durationMs / 1000);
    if (outcome.kind === 'succeeded') observePace(metrics, deployment, outcome, durationMs);
    if (outcome.kind !== 'failed') return;
    const { code, message, status, retryAfterMs, upstreamRequestId } = outcome.failure;
    const fields = { route, deployment, code, reason: message, status, retryAfterMs, upstreamRequestId };
    log.warn('call_failed', { ...fields, durationMs: Math.round(durationMs) });
  },
  /** What a call used and cost: once for each call, when its end has been written. */
  callBooked: ({ route }: OfRoute, { deployment }: AtDeployment, { tokens, costNano, estimated = false }: CallReport): void => {
    if (tokens) {
      metrics.tokens.inc({ route, deployment, type: 'input' }, tokens.input);
      metrics.tokens.inc({ route, deployment, type: 'cached_input' }, tokens.cachedInput);
      metrics.tokens.inc({ route, deployment, type: 'output' }, tokens.output);
    }
    if (costNano !== undefined) metrics.cost.inc({ route, deployment, estimated: estimated ? 'true' : 'false' }, costNano / nanoPerDollar);
  },
  /** An attempt held its place until its call could be made. */
  roomAwaited: ({ deployment }: AtDeployment, waitedMs: number): void => metrics.roomWait.observe({ deployment }, waitedMs / 1000),
  /** `at`: whose call it was that changed them. */
  providersChanged: (changes: readonly ProviderChange[], at?: AtDeployment): void => {
    for (const change of changes) {
      metrics.providerChanges.inc({ name: change.name, change: change.kind });
      tellChange(log, change, at?.deployment);
    }
  },
});

/** One token or none has no pace. */
const observePace = (metrics: WorkerMetrics, deployment: string, { firstDeltaMs, usage }: LlmSuccess, durationMs: number): void => {
  metrics.timeToFirstToken.observe({ deployment }, firstDeltaMs / 1000);
  const further = (usage?.outputTokens ?? 0) - 1;
  if (further > 0 && durationMs > firstDeltaMs) {
    metrics.timePerOutputToken.observe({ deployment }, (durationMs - firstDeltaMs) / further / 1000);
  }
};

const tellChange = (log: Log, { kind, name }: ProviderChange, deployment: string | undefined): void => {
  switch (kind) {
    case 'refused':
      // An alarm: nothing gets better until someone pays or changes the secret.
      log.error('credential_refused', { credentialName: name, deployment });
      break;
    case 'accepted':
      log.info('credential_accepted', { credentialName: name, deployment });
      break;
    case 'opened':
      log.warn('deployment_opened', { deployment: name });
      break;
    case 'closed':
      log.info('deployment_closed', { deployment: name });
  }
};
