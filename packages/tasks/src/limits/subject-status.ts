import type { CallLimits } from '@millrace/config';
import type { OutageCause, SubjectStatus } from './provider-status.js';

/** Those of `limiter.lua` and `close-call.lua` that say how it stands. */
export const limiterFields = [
  'opened',
  'open_until',
  'cause',
  'fingerprint',
  'not_before',
  'limit_requests',
  'limit_tokens',
  'learned_until',
  'slow',
  'cap',
  'rest_requests',
  'rest_tokens',
  'rest_at',
] as const;
export type LimiterFields = Readonly<Partial<Record<(typeof limiterFields)[number], string>>>;

/** A provider counts by the minute: what it told before says nothing of this one. */
const toldForMs = 60_000;

export interface Subject {
  readonly name: string;
  readonly limits: CallLimits;
  /** Of the secret in use now; absent for a deployment, and where it is not known. */
  readonly fingerprint?: string;
}

/** What the fields of a limiter say at `nowMs`. */
export const subjectStatus = (
  { name, limits, fingerprint }: Subject,
  { found, inFlight }: { readonly found: LimiterFields; readonly inFlight: number },
  nowMs: number,
): SubjectStatus => {
  const notBeforeMs = Math.round(Number(found.not_before ?? 0));
  return {
    name,
    ...serviceOf(found, nowMs, fingerprint),
    ...(notBeforeMs > nowMs && { notBeforeMs }),
    inFlight,
    ...remainingOf(found, nowMs),
    limits: limitsOf(limits, found, nowMs),
  };
};

const serviceOf = (
  found: LimiterFields,
  nowMs: number,
  fingerprint: string | undefined,
): Pick<SubjectStatus, 'state' | 'cause' | 'openUntilMs'> => {
  // Another secret was refused than the one in use now.
  const ofAnother = fingerprint !== undefined && found.fingerprint !== undefined && found.fingerprint !== fingerprint;
  if (found.opened === undefined || ofAnother) return { state: 'closed' };
  const cause = (found.cause ?? 'faults') as OutageCause;
  const openUntilMs = Math.round(Number(found.open_until ?? 0));
  return openUntilMs > nowMs ? { state: 'open', cause, openUntilMs } : { state: 'half_open', cause };
};

const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

const remainingOf = (found: LimiterFields, nowMs: number): Pick<SubjectStatus, 'remaining'> => {
  const toldAtMs = Math.round(Number(found.rest_at ?? 0));
  if (toldAtMs < nowMs - toldForMs) return {};
  return { remaining: { ...defined({ requests: number(found.rest_requests), tokens: number(found.rest_tokens) }), toldAtMs } };
};

const limitsOf = (declared: CallLimits, found: LimiterFields, nowMs: number): SubjectStatus['limits'] => {
  const told = Number(found.learned_until ?? 0) > nowMs;
  const slow = Number(found.slow ?? 1);
  const lowest = (...limits: (number | undefined)[]): number | undefined => {
    const known = limits.filter((limit) => limit !== undefined);
    return known.length > 0 ? Math.min(...known) : undefined;
  };
  const slowed = (limit: number | undefined) => (limit === undefined ? undefined : Math.round(limit * slow));
  const cap = number(found.cap);
  return defined({
    requestsPerMinute: slowed(lowest(declared.requestsPerMinute, told ? number(found.limit_requests) : undefined)),
    tokensPerMinute: slowed(lowest(declared.tokensPerMinute, told ? number(found.limit_tokens) : undefined)),
    maxInFlight: lowest(declared.maxInFlight, cap === undefined ? undefined : Math.max(1, Math.floor(cap))),
  });
};

const defined = <Fields extends Record<string, number | undefined>>(all: Fields) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as { [Name in keyof Fields]?: number };
