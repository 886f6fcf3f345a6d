import { type CallTotals, freePort, type ProviderCall, type ProviderSettings } from '@millrace/testing';
import type { Trial } from '../processes/open-trial.js';
import { inRepository } from '../repository.js';

/** A provider in a process of its own, controlled over HTTP. */
export interface ProviderProcess {
  /** What to set as the base URL of a deployment. */
  readonly url: string;
  totals(): Promise<CallTotals>;
  calls(): Promise<readonly ProviderCall[]>;
  change(settings: Partial<ProviderSettings>): Promise<void>;
}

/** Starts a provider for a trial. */
export const startProviderProcess = async (trial: Trial, settings: Partial<ProviderSettings>): Promise<ProviderProcess> => {
  const [port, controlPort] = [await freePort(), await freePort()];
  const control = `http://127.0.0.1:${controlPort}`;
  await trial.start({
    role: `provider-${port}`,
    script: inRepository('apps/bench/dist/provider/main.js'),
    env: { PROVIDER: JSON.stringify({ ...settings, port, controlPort }) },
    readyUrl: `${control}/totals`,
  });
  return {
    url: `http://127.0.0.1:${port}/v1`,
    totals: async () => (await (await fetch(`${control}/totals`)).json()) as CallTotals,
    calls: async () => (await (await fetch(`${control}/calls`)).json()) as ProviderCall[],
    change: async (changes) => void (await (await fetch(`${control}/settings`, { method: 'POST', body: JSON.stringify(changes) })).text()),
  };
};
