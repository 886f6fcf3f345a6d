/** Every state a task can be in; the last four are final and never change again. */
export const taskStates = ['scheduled', 'queued', 'running', 'succeeded', 'failed', 'cancelled', 'expired'] as const;
export type TaskState = (typeof taskStates)[number];

export const finalStates = ['succeeded', 'failed', 'cancelled', 'expired'] as const;
export type FinalState = (typeof finalStates)[number];

export const isFinal = (state: TaskState): state is FinalState => (finalStates as readonly TaskState[]).includes(state);

/** Why an open task is not running right now. */
export const waitingReasons = [
  'rate_limited',
  'deployment_down',
  'budget_exhausted',
  'in_flight_limit',
  'retrying',
  'paused',
  'no_workers',
] as const;
export type WaitingReason = (typeof waitingReasons)[number];
