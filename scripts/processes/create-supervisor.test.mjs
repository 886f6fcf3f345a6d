import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSupervisor } from './create-supervisor.mjs';

// Each prints when it is up and when it was told to stop; a stubborn one ignores that.
const script = (onTerm) =>
  `process.on('SIGTERM', () => { ${onTerm} }); process.channel?.unref(); setInterval(() => {}, 1e6); console.log('up');`;
const polite = script('process.exit(0)');
const stubborn = script("console.log('no')");

describe('the supervisor', () => {
  let supervisor;
  let stopped;
  let seen;

  const start = (role, source) => {
    const { promise, resolve } = Promise.withResolvers();
    seen.set(`${role}: up`, resolve);
    const part = supervisor.start({ role, command: process.execPath, args: ['-e', source], env: process.env });
    return promise.then(() => part);
  };
  const nextLine = (line) =>
    new Promise((resolve) => {
      seen.set(line, resolve);
    });

  beforeEach(() => {
    stopped = [];
    seen = new Map();
    supervisor = createSupervisor({
      graceMs: () => 60_000,
      onStop: (roles) => stopped.push(...roles),
      onProblem: (role, text) => seen.get(`${role}: ${text}`)?.(),
    });
  });
  afterEach(async () => {
    supervisor.kill();
    await supervisor.stop();
    supervisor.kill();
  });

  it('stops who takes work first and Redis last, and leaves none', async () => {
    const parts = [
      await start('redis', polite),
      await start('model', polite),
      await start('worker-1', polite),
      await start('worker-2', polite),
      await start('api', polite),
    ];
    await supervisor.stop();
    expect(stopped).toEqual(['api', 'worker-1', 'worker-2', 'model', 'redis']);
    expect(await Promise.all(parts.map(({ exited }) => exited))).toEqual(parts.map(() => 'ended with code 0'));
  });

  it('reports the first part that ends unasked, with the reason', async () => {
    await start('api', polite);
    const worker = await start('worker-1', polite);
    worker.kill();
    expect(await supervisor.crashed).toEqual({ part: worker, reason: 'was ended by SIGKILL' });
  });

  it('says so when a part cannot be started at all', async () => {
    supervisor.start({ role: 'api', command: '/does/not/exist', args: [], env: {} });
    expect((await supervisor.crashed).reason).toContain('ENOENT');
  });

  it('ends a part that ignores the request once asked to be firm, but gives Redis the time to write', async () => {
    const api = await start('api', stubborn);
    const redis = await start('redis', polite);
    const refused = nextLine('api: no');
    const done = supervisor.stop();
    await refused;
    supervisor.kill();
    await done;
    expect(await api.exited).toBe('was ended by SIGKILL');
    expect(await redis.exited).toBe('ended with code 0');
  });

  it('starts nothing once it is stopping', async () => {
    await supervisor.stop();
    expect(supervisor.start({ role: 'api', command: process.execPath, args: [], env: {} })).toBeUndefined();
  });
});
