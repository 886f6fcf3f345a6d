/** What the end of an attempt's call means for limits, breakers, usage and spend. */
export interface CallReport {
  /**
   * `ok`: it answered. `fault`: the deployment failed. `limited`: it said to ask later. `refused`: its credential is dead or out of money.
   * `neutral`: nobody at the provider is to blame: the caller's mistake, or the call was stopped. `unsent`: nothing reached the provider.
   */
  readonly verdict: 'ok' | 'fault' | 'limited' | 'refused' | 'neutral' | 'unsent';
  /** False for a fault that came before anything reached the provider, such as a connection that was refused: no call is booked. */
  readonly sent?: boolean;
  /** Absent = the provider did not say, and nothing was produced that could be estimated. */
  readonly tokens?: { readonly input: number; readonly cachedInput: number; readonly output: number };
  /** The tokens are estimated by us. */
  readonly estimated?: boolean;
  /** Thousand-millionths of a US dollar, whole; absent = the deployment has no price, or the tokens are unknown. */
  readonly costNano?: number;
  /** What the provider asked to wait. */
  readonly retryAfterMs?: number;
  /** What it said of its limits per minute, and what is left. */
  readonly rateLimits?: {
    readonly limitRequests?: number;
    readonly remainingRequests?: number;
    readonly limitTokens?: number;
    readonly remainingTokens?: number;
  };
}

/** Nothing is known of the call but that it is over. */
export const unreported: CallReport = { verdict: 'neutral' };

/** A report as `close-call.lua` takes it. */
export const reportArgument = (report: CallReport, random: () => number): string => {
  const { verdict, sent, tokens, estimated, costNano, retryAfterMs, rateLimits = {} } = report;
  return JSON.stringify({
    v: verdict,
    ...(sent === false && { s: 0 }),
    ...(tokens && { i: tokens.input, c: tokens.cachedInput, o: tokens.output }),
    ...(estimated && { e: 1 }),
    ...(costNano !== undefined && { cost: costNano }),
    ...(retryAfterMs !== undefined && { ra: Math.round(retryAfterMs) }),
    ...(verdict === 'limited' && { rnd: random() }),
    lr: rateLimits.limitRequests,
    rr: rateLimits.remainingRequests,
    lt: rateLimits.limitTokens,
    rt: rateLimits.remainingTokens,
  });
};
