import type { Metrics } from './metrics.js';

/** How a deployment or a credential stands; see `ProviderStatus` of packages/tasks. */
interface Standing {
  readonly name: string;
  readonly state: 'closed' | 'open' | 'half_open';
  readonly cause?: 'faults' | 'refused';
  /** In ms since the epoch. */
  readonly notBeforeMs?: number;
  readonly inFlight: number;
  readonly remaining?: { readonly requests?: number; readonly tokens?: number };
  readonly limits: { readonly requestsPerMinute?: number; readonly tokensPerMinute?: number; readonly maxInFlight?: number };
}

export interface ProviderStanding {
  readonly atMs: number;
  readonly deployments: readonly Standing[];
  readonly credentials: readonly Standing[];
}

const names = [
  'deploymentState',
  'deploymentCooldown',
  'deploymentInFlight',
  'deploymentLimit',
  'deploymentRemaining',
  'credentialRefused',
  'credentialInFlight',
] as const;

type ProviderMetrics = Pick<Metrics<'api'> & Metrics<'worker'>, (typeof names)[number]>;

/** Sets the gauges of providers to how they stand now; those of a deployment that is gone are forgotten, and all of them while it is not known. */
export const createProviderGauges =
  (metrics: ProviderMetrics, read: () => Promise<ProviderStanding>): (() => Promise<void>) =>
  async () => {
    const reset = (): void => {
      for (const name of names) metrics[name].reset();
    };
    const standing = await read().catch((error: unknown) => {
      reset();
      throw error;
    });
    reset();
    for (const deployment of standing.deployments) setDeployment(metrics, deployment, standing.atMs);
    for (const { name: credential, cause, inFlight } of standing.credentials) {
      metrics.credentialRefused.set({ credential }, cause === 'refused' ? 1 : 0);
      metrics.credentialInFlight.set({ credential }, inFlight);
    }
  };

const setDeployment = (
  metrics: ProviderMetrics,
  { name: deployment, state, notBeforeMs, inFlight, remaining, limits }: Standing,
  atMs: number,
): void => {
  for (const each of ['closed', 'open', 'half_open'] as const)
    metrics.deploymentState.set({ deployment, state: each }, each === state ? 1 : 0);
  metrics.deploymentCooldown.set({ deployment }, Math.max(0, (notBeforeMs ?? 0) - atMs) / 1000);
  metrics.deploymentInFlight.set({ deployment }, inFlight);
  const inForce = [
    ['requests', limits.requestsPerMinute],
    ['tokens', limits.tokensPerMinute],
    ['in_flight', limits.maxInFlight],
  ] as const;
  for (const [kind, limit] of inForce) if (limit !== undefined) metrics.deploymentLimit.set({ deployment, kind }, limit);
  for (const kind of ['requests', 'tokens'] as const) {
    const left = remaining?.[kind];
    if (left !== undefined) metrics.deploymentRemaining.set({ deployment, kind }, left);
  }
};
