import type { Deployment } from '@millrace/config';
import type { CallReport } from '../call-report.js';
import type { LimiterGround, Size } from './limiter-ground.js';
import { noon } from './limiter-ground.js';

/** A call that was granted. */
export interface Call {
  readonly id: string;
  readonly deployment: string;
  readonly atMs: number;
  /** Reserved for it. */
  readonly tokens: number;
}

export interface Play {
  readonly tiers: readonly (readonly Deployment[])[];
  /** Workers that each have a task in hand at any time. */
  readonly hands: number;
  readonly untilMs: number;
  readonly sizeOf: (n: number) => Size;
  /** How a call goes that is made now: how long it takes, and what is told then; undefined = its worker dies. */
  readonly answer: (call: Call, n: number) => { readonly tookMs: number; readonly report?: CallReport; readonly onEnd?: () => void };
}

interface Event {
  readonly atMs: number;
  readonly happens: () => Promise<void>;
}

/** Plays workers that begin as many tasks as they may, each as soon as it may, in virtual time. Returns the calls that were granted. */
export const playCalls = async (ground: LimiterGround, { tiers, hands, untilMs, sizeOf, answer }: Play): Promise<readonly Call[]> => {
  const [events, calls]: [Event[], Call[]] = [[], []];
  let now = noon;
  const later = (atMs: number, happens: Event['happens']): void => {
    const place = events.findLastIndex((event) => event.atMs <= atMs) + 1;
    events.splice(place, 0, { atMs, happens });
  };
  const make = async (call: Call, n: number): Promise<void> => {
    const more = await ground.confirm(now, call.id);
    if (more > 0) return later(now + more, () => make(call, n));
    const { tookMs, report, onEnd } = answer({ ...call, atMs: now }, n);
    later(now + tookMs, async () => {
      onEnd?.();
      await ground.end(now, call.id, report);
    });
  };
  const hand = async (): Promise<void> => {
    const n = calls.length;
    const asked = await ground.ask(now, tiers, { size: sizeOf(n), random: ((n * 7919) % 1000) / 1000 });
    if (asked.kind === 'wait') return later(now + Math.min(5000, asked.waitMs), hand);
    calls.push(asked);
    later(asked.atMs, () => make(asked, n));
    // As long as it takes a worker to get the next one.
    later(now + 1, hand);
  };
  for (let n = 0; n < hands; n += 1) later(noon, hand);
  for (let next = events.shift(); next && next.atMs < noon + untilMs; next = events.shift()) {
    now = Math.max(now, next.atMs);
    await next.happens();
  }
  return calls;
};

/** The most that any window of a minute holds, wherever it begins. */
export const mostInAMinute = (amounts: readonly { readonly atMs: number; readonly amount: number }[]): number => {
  const sorted = [...amounts].sort((one, other) => one.atMs - other.atMs);
  let [first, sum, most] = [0, 0, 0];
  for (const { atMs, amount } of sorted) {
    sum += amount;
    while ((sorted[first]?.atMs ?? 0) <= atMs - 60_000) {
      sum -= sorted[first]?.amount ?? 0;
      first += 1;
    }
    most = Math.max(most, sum);
  }
  return most;
};
