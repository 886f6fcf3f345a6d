import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { answer, eventually, promptOf, readLedger } from '@millrace/testing';
import { type LostCommands, loseCommands } from './fakes/lose-commands.js';
import { createWorkerOnRedis, type WorkerOnRedis } from './fakes/worker-on-redis.js';

// Leases of attempts nobody answers for have to run out, once or twice in a row.
jest.setTimeout(240_000);

/** More than there are commands in the life of a task: the last ones lose nothing. */
const tasks = 25;

describe.each(['unseen', 'unsent'] as const)('when a command of a worker is %s, whichever it is', (loss) => {
  let ground: WorkerOnRedis;
  let commands: LostCommands;
  beforeEach(async () => {
    ground = await createWorkerOnRedis();
    commands = loseCommands(loss);
  });
  afterEach(async () => {
    commands.restore();
    await ground.close();
  });

  it('its task is run to its one end, called no more often than its attempts say, and all accounts agree', async () => {
    const { upstream, server, submit, read, startWorker } = ground;
    upstream.always(answer('the answer'));
    await startWorker({ MILLRACE_CONCURRENCY: '100', MILLRACE_CACHE_TTL_SECONDS: '0' });
    const prompts = Array.from({ length: tasks }, (_, n) => `prompt ${n} of ${loss}`);
    const ids: string[] = [];
    // One after the other, so that each loses a command of its own and does not share it with others.
    for (const content of prompts) {
      const id = await submit({ payload: { messages: [{ role: 'user', content }] } });
      ids.push(id);
      await eventually(async () => commands.hasLost(id) || (await read(id)).endedAtMs !== undefined);
    }
    const open = async (): Promise<number> => (await readLedger(server.redis, server.prefix)).open;
    await eventually(async () => (await open()) === 0, { timeoutMs: 180_000, everyMs: 250 });

    const ended = await Promise.all(ids.map(read));
    expect(ended.filter(({ state, result }) => state !== 'succeeded' || result?.text !== 'the answer')).toEqual([]);
    const called = (prompt: string): number => upstream.calls.filter((call) => promptOf(call) === prompt).length;
    expect(prompts.filter((prompt, n) => called(prompt) > (ended[n]?.attempts ?? 0) || called(prompt) < 1)).toEqual([]);
    expect(ended.filter(({ attempts, lostAttempts }) => attempts !== 1 + lostAttempts)).toEqual([]);
    const ledger = await readLedger(server.redis, server.prefix);
    expect(ledger).toMatchObject({ submitted: tasks, succeeded: tasks });
    expect(ledger.lostAttempts).toBe(ended.reduce((all, { lostAttempts }) => all + lostAttempts, 0));
    await eventually(async () => (await server.redis.zcard(`${server.prefix}:attempts`)) === 0);
    // Some tasks were spared, so every command there is has been lost at least once, those of the whole way among them.
    expect(commands.spared().length).toBeGreaterThan(0);
    const names = [...commands.lost.keys()].join(' ');
    for (const name of ['hmget', 'get', 'begin', 'settle', 'moveToFinished']) expect(names).toContain(name);
  });
});
