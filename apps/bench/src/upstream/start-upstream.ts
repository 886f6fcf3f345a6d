import { freePort } from '@millrace/testing';
import type { Trial } from '../processes/open-trial.js';
import { inRepository } from '../repository.js';

export interface UpstreamReport {
  readonly calls: number;
  /** By the number of the prompt, how long the upstream itself took, to the first piece when it answers by pieces, in milliseconds; empty when it does not delay. */
  readonly heldMs: Readonly<Record<string, number>>;
}

export interface Upstream {
  /** What to set as `OPENAI_BASE_URL`. */
  readonly url: string;
  report(): Promise<UpstreamReport>;
}

/** Starts the upstream of a trial, which answers after `delayMs`, with `paceMs` piece by piece. */
export const startUpstream = async (trial: Trial, delayMs = 0, paceMs = 0): Promise<Upstream> => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = { PORT: String(port), DELAY_MS: String(delayMs), PACE_MS: String(paceMs) };
  await trial.start({ role: 'upstream', script: inRepository('apps/bench/dist/upstream/main.js'), env, readyUrl: `${origin}/calls` });
  return {
    url: `${origin}/v1`,
    report: async () => (await (await fetch(`${origin}/calls`)).json()) as UpstreamReport,
  };
};
