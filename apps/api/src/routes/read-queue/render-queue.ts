import type { QueueView } from '@millrace/contracts';
import type { DeploymentStatus, QueueStatus } from '@millrace/tasks';
import type { ServedRoute } from '../../served-models.js';
import { renderTime } from '../read-task/render-time.js';
import { renderDeployment } from './render-deployment.js';

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

/** A queue as admins see it, with those who serve it, looked up by their names. */
export const renderQueue = (
  { slug, model, tiers = [] }: ServedRoute,
  status: QueueStatus,
  deployments: ReadonlyMap<string, DeploymentStatus>,
): QueueView => ({
  route: slug,
  model,
  paused: status.paused,
  waiting: status.waiting,
  running: status.running,
  delayed: status.delayed,
  scheduled: status.scheduled,
  held: status.held,
  ...(status.oldestWaitingMs !== undefined && { oldest_waiting_seconds: seconds(status.oldestWaitingMs) }),
  ...(status.oldestRunningMs !== undefined && { oldest_running_seconds: seconds(status.oldestRunningMs) }),
  started_per_minute: status.startedPerMinute,
  input_tokens_per_minute: status.inputTokensPerMinute,
  output_tokens_per_minute: status.outputTokensPerMinute,
  workers: status.workers,
  dead_letters: status.deadLetters,
  deployments: tiers.flatMap((tier, place) =>
    tier.flatMap(({ name }) => {
      const deployment = deployments.get(name);
      return deployment ? [renderDeployment(deployment, place + 1)] : [];
    }),
  ),
  ...(status.dry && { dry: { reason: status.dry.reason, until: renderTime(status.dry.untilMs) } }),
});
