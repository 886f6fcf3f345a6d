import type { DeploymentView } from '@millrace/contracts';
import type { DeploymentStatus } from '@millrace/tasks';
import { renderTime } from '../read-task/render-time.js';

/** A deployment as admins see it. */
export const renderDeployment = (status: DeploymentStatus, tier: number): DeploymentView => {
  const { name, state, cause, credential, openUntilMs, notBeforeMs, inFlight, remaining, limits } = status;
  return {
    name,
    tier,
    state,
    ...(cause && { cause }),
    ...(cause === 'refused' && credential !== undefined && { credential }),
    ...(openUntilMs !== undefined && { open_until: renderTime(openUntilMs) }),
    ...(notBeforeMs !== undefined && { not_before: renderTime(notBeforeMs) }),
    in_flight: inFlight,
    ...(remaining && { remaining: renderRemaining(remaining) }),
    limits: {
      ...(limits.requestsPerMinute !== undefined && { requests_per_minute: limits.requestsPerMinute }),
      ...(limits.tokensPerMinute !== undefined && { tokens_per_minute: limits.tokensPerMinute }),
      ...(limits.maxInFlight !== undefined && { max_in_flight: limits.maxInFlight }),
    },
  };
};

const renderRemaining = ({ toldAtMs, ...left }: NonNullable<DeploymentStatus['remaining']>) => ({ ...left, told_at: renderTime(toldAtMs) });
