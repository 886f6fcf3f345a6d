import type { Route } from '@millrace/contracts';
import type { Deployment } from './deployment.js';

/** A route and the deployments that serve it. */
export interface ModelRoute extends Route {
  /** Whether `model` is a pattern such as `gpt-*`, which passes the name asked for through. An exact name goes before any pattern, a longer pattern before a shorter one. */
  readonly isPattern: boolean;
  /** In the order in which they are asked: a later tier is for when an earlier one is down, or has no room and `spillAfterMs` allows it. Never empty. */
  readonly tiers: readonly (readonly Deployment[])[];
  /** How long a tier may have no room before work goes to the next one; 0 = at once, absent = never, so that a full quota does not cost more than it was meant to. */
  readonly spillAfterMs?: number;
}

/** What can be asked for, and who serves it: the models file, or what the environment says without one. */
export interface Models {
  /** What a task without a model asks for; one of the routes serves it. */
  readonly defaultModel: string;
  readonly routes: readonly ModelRoute[];
}
