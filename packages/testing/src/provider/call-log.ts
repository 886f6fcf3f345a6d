import type { CallVerdict, OpenCall, ProviderCall } from './provider-call.js';

/** What all calls, or those of one key, come to. */
export interface CallTotals {
  readonly calls: number;
  readonly byVerdict: Readonly<Record<CallVerdict, number>>;
  /** Calls that came before the time their key had been told. */
  readonly early: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly inFlight: number;
}

export interface CallLog {
  readonly calls: readonly ProviderCall[];
  readonly inFlight: number;
  open(call: Omit<OpenCall, 'earlyMs' | 'verdict' | 'status' | 'completionTokens'>): OpenCall;
  /** Says that the key of the call is asked not to come back before then. */
  forbid(call: OpenCall, until: number): void;
  totals(key?: string): CallTotals;
}

const verdicts: readonly CallVerdict[] = ['open', 'answered', 'limited', 'unauthorized', 'too_long', 'failed', 'abandoned'];

const sum = (calls: readonly ProviderCall[], of: (call: ProviderCall) => number): number => calls.reduce((all, call) => all + of(call), 0);

const totalsOf = (calls: readonly ProviderCall[]): CallTotals => ({
  calls: calls.length,
  byVerdict: Object.fromEntries(verdicts.map((name) => [name, calls.filter(({ verdict }) => verdict === name).length])) as Record<
    CallVerdict,
    number
  >,
  early: calls.filter(({ earlyMs }) => earlyMs > 0).length,
  promptTokens: sum(calls, ({ verdict, promptTokens, completionTokens }) =>
    verdict === 'answered' || completionTokens > 0 ? promptTokens : 0,
  ),
  completionTokens: sum(calls, ({ completionTokens }) => completionTokens),
  inFlight: calls.filter(({ endedAt }) => endedAt === undefined).length,
});

/** Keeps every call, and by key until when it was told to stay away. */
export const createCallLog = (): CallLog => {
  const calls: OpenCall[] = [];
  const notBefore = new Map<string, number>();
  return {
    calls,
    get inFlight() {
      return calls.filter(({ endedAt }) => endedAt === undefined).length;
    },
    open: (seen) => {
      const earlyMs = Math.max(0, (notBefore.get(seen.key) ?? 0) - seen.at);
      const call: OpenCall = { ...seen, earlyMs, verdict: 'open', status: 0, completionTokens: 0 };
      calls.push(call);
      return call;
    },
    forbid: (call, until) => {
      call.notBefore = until;
      notBefore.set(call.key, Math.max(until, notBefore.get(call.key) ?? 0));
    },
    totals: (key) => totalsOf(key === undefined ? calls : calls.filter((call) => call.key === key)),
  };
};
