import type { WaitingReason } from '@millrace/contracts';

/** `closed` = in service; `open` = out of service; `half_open` = one call at a time tries whether it answers again. */
export type ServiceState = 'closed' | 'open' | 'half_open';

/** Why it is out of service: its own faults, or its credential was refused or is out of money. */
export type OutageCause = 'faults' | 'refused';

/** How a deployment or a credential stands, by the clock of Redis. Times in ms since the epoch. */
export interface SubjectStatus {
  readonly name: string;
  readonly state: ServiceState;
  /** Present unless `closed`. */
  readonly cause?: OutageCause;
  /** Nobody is asked before; present while `open`. */
  readonly openUntilMs?: number;
  /** The provider said to ask no sooner; present while that is ahead. */
  readonly notBeforeMs?: number;
  /** Attempts that hold a place. */
  readonly inFlight: number;
  /** What is left in this minute as the provider itself told, and when it did; absent if it did not within the last minute. */
  readonly remaining?: { readonly requests?: number; readonly tokens?: number; readonly toldAtMs: number };
  /** Limits in force, a minute and at a time: the lowest of what is declared, what the provider told and what was learned by its refusals. */
  readonly limits: { readonly requestsPerMinute?: number; readonly tokensPerMinute?: number; readonly maxInFlight?: number };
}

/** A deployment is out of service with its credential. */
export interface DeploymentStatus extends SubjectStatus {
  readonly credential?: string;
}

export interface ProviderStatus {
  readonly atMs: number;
  /** In the order asked for, each once. */
  readonly deployments: readonly DeploymentStatus[];
  readonly credentials: readonly SubjectStatus[];
}

/** Why no deployment of a route has room, and until when that is known to be so (ms since the epoch). */
export interface Dryness {
  readonly reason: Extract<WaitingReason, 'rate_limited' | 'deployment_down'>;
  readonly untilMs: number;
}
