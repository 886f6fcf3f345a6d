import { afterEach, describe, expect, it } from '@jest/globals';
import { type App, eventually } from '@millrace/testing';
import { type Served, startServed } from './start-served.js';

let served: Served;
afterEach(() => served.stop());

const reloads = async (app: App, outcome: 'done' | 'refused'): Promise<number> =>
  Number(new RegExp(`^millrace_models_reloads_total\\{outcome="${outcome}"\\} (\\d+)$`, 'm').exec(await app.metrics())?.[1] ?? 0);

/** Hangs all up and waits until each has read the file, whatever came of it. */
const reload = async (outcome: 'done' | 'refused'): Promise<void> => {
  const apps = [...served.cluster.apis, ...served.cluster.workers];
  for (const app of apps) {
    const before = await reloads(app, outcome);
    app.hangUp();
    await eventually(async () => (await reloads(app, outcome)) > before);
  }
};

describe('a reload of the models', () => {
  it('a hundred times under load, a tenth of them of a broken file, costs no task anything', async () => {
    served = await startServed({ by: ['a', 'b'].map((name) => ({ name, provider: { latencyMs: 20 } })), workers: 2 });
    const { cluster, write, breakFile } = served;
    const ids: string[] = [];
    // Three apps each time.
    for (let round = 0; round < 34; round += 1) {
      const broken = round % 10 === 9;
      if (broken) breakFile();
      else write({ weight: 1 + (round % 3), timeouts: { total_ms: 60_000 + round } });
      const submitted = Promise.all(Array.from({ length: 10 }, (_, n) => cluster.caller.submit({ prompt: `task ${round}.${n}` })));
      await reload(broken ? 'refused' : 'done');
      ids.push(...(await submitted));
    }
    const tasks = await cluster.untilEnded(ids);
    expect(tasks.filter(({ status, attempts }) => status !== 'succeeded' || attempts !== 1)).toEqual([]);
    expect(await cluster.ledger()).toMatchObject({ submitted: 340, succeeded: 340, open: 0 });
  });
});
