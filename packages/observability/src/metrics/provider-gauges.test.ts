import { describe, expect, it } from '@jest/globals';
import { createMetrics } from './create-metrics.js';
import { createProviderGauges, type ProviderStanding } from './provider-gauges.js';

const here = {
  name: 'here',
  state: 'open',
  notBeforeMs: 4500,
  inFlight: 3,
  remaining: { requests: 0 },
  limits: { requestsPerMinute: 600, maxInFlight: 8 },
} as const;
const key = { name: 'key', state: 'open', cause: 'refused', inFlight: 3, limits: {} } as const;

const setUp = (read: () => Promise<ProviderStanding>) => {
  const metrics = createMetrics({ role: 'worker', version: '0', commit: '0' });
  const gauges = createProviderGauges(metrics, read);
  const about = async (): Promise<string[]> => {
    const lines = (await metrics.render()).split('\n');
    return lines.filter((line) => /^millrace_(deployment|credential)_\w+\{(deployment|credential)=/.test(line));
  };
  return { gauges, about };
};

describe('the gauges of providers', () => {
  it('say how each deployment and each credential stands', async () => {
    const { gauges, about } = setUp(async () => ({ atMs: 2000, deployments: [here], credentials: [key] }));
    await gauges();
    expect((await about()).sort()).toEqual([
      'millrace_credential_in_flight{credential="key"} 3',
      'millrace_credential_refused{credential="key"} 1',
      'millrace_deployment_cooldown_seconds{deployment="here"} 2.5',
      'millrace_deployment_in_flight{deployment="here"} 3',
      'millrace_deployment_limit{deployment="here",kind="in_flight"} 8',
      'millrace_deployment_limit{deployment="here",kind="requests"} 600',
      'millrace_deployment_remaining{deployment="here",kind="requests"} 0',
      'millrace_deployment_state{deployment="here",state="closed"} 0',
      'millrace_deployment_state{deployment="here",state="half_open"} 0',
      'millrace_deployment_state{deployment="here",state="open"} 1',
    ]);
  });

  it('forget a deployment that is gone', async () => {
    const standings: ProviderStanding[] = [
      { atMs: 0, deployments: [], credentials: [] },
      { atMs: 0, deployments: [here], credentials: [key] },
    ];
    const { gauges, about } = setUp(async () => standings.pop() as ProviderStanding);
    await gauges();
    await gauges();
    expect(await about()).toEqual([]);
  });

  it('are absent while it is not known', async () => {
    const answers = [Promise.reject(new Error('away')), Promise.resolve({ atMs: 0, deployments: [here], credentials: [] })];
    answers[0]?.catch(() => {});
    const { gauges, about } = setUp(async () => answers.pop() as Promise<ProviderStanding>);
    await gauges();
    await expect(gauges()).rejects.toThrow('away');
    expect(await about()).toEqual([]);
  });
});
