/** Whether this instance can take requests, and what it looked at. */
export interface Readiness {
  readonly status: 'ok' | 'unavailable' | 'stopping';
  readonly checks: Readonly<Record<string, string>>;
}
