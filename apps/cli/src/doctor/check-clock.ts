import { type Finding, ok, warn } from './check.js';

export interface CheckClockOptions {
  /** Milliseconds since 1970 by this machine, in the middle of asking. */
  readonly here: number;
  /** The same elsewhere. */
  readonly there: number;
  /** Whose clock that is. */
  readonly whose: string;
  /** How exact `there` is, in milliseconds. */
  readonly exactTo: number;
}

const toleratedMs = 2000;

/** Whether two clocks agree; Millrace judges by the clock of Redis, so that a wrong one here only shows wrong ages. */
export const checkClock = ({ here, there, whose, exactTo }: CheckClockOptions): Finding => {
  const apart = Math.abs(here - there);
  const name = `Clock of ${whose}`;
  if (apart <= toleratedMs + exactTo) return ok(name, `${apart <= exactTo ? 'the same' : `${Math.round(apart)} ms apart`}`);
  return warn(
    name,
    `${(apart / 1000).toFixed(1)} s from the clock here`,
    'Keep both machines on NTP: deadlines and `run_at` go by the clock of Redis.',
  );
};
