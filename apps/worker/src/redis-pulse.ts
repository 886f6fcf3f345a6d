import type { Clock } from '@millrace/runtime';

/** Whether Redis answers, as the renewals find out every second: this also notices a server that is frozen behind an open connection. */
export interface RedisPulse {
  answered(): void;
  failed(): void;
  /** How long Redis has been answering without a gap; 0 while it does not. */
  upForMs(): number;
}

export interface RedisPulseOptions {
  readonly clock: Clock;
  /** Called when Redis has come or gone; `wasMs` = how long the other state lasted. */
  readonly onChange: (up: boolean, wasMs: number) => void;
}

export const createRedisPulse = ({ clock, onChange }: RedisPulseOptions): RedisPulse => {
  let up = false;
  let sinceMs = clock();
  const turn = (now: boolean): void => {
    if (up === now) return;
    const wasMs = clock() - sinceMs;
    up = now;
    sinceMs = clock();
    onChange(up, wasMs);
  };
  return {
    answered: () => turn(true),
    failed: () => turn(false),
    upForMs: () => (up ? Math.max(1, clock() - sinceMs) : 0),
  };
};
