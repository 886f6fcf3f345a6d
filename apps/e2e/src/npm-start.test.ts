import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { createCaller, eventually, inRepository, runProcess } from '@millrace/testing';
import { descendantsOf, isRunning } from './launcher/process-tree.js';
import { type Launcher, type RunFile, startLauncher } from './launcher/start-launcher.js';

const inBash = async (line: string): Promise<Record<string, unknown>> => {
  const shell = await runProcess({ command: 'bash', args: ['-c', line] });
  await shell.exited;
  return JSON.parse(shell.output());
};

describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-start-'));
  for (const found of ['tools', 'redis-dist']) {
    const there = inRepository('.millrace', found);
    // What the set-up has brought to this machine already need not be fetched again.
    if (existsSync(there)) symlinkSync(there, join(folder, found));
  }
  let launcher: Launcher;
  let task: string;

  const start = async (): Promise<{ run: RunFile; all: number[] }> => {
    launcher = await startLauncher({ folder });
    const run = await launcher.up();
    const all = descendantsOf(launcher.process.pid);
    expect(all).toEqual(expect.arrayContaining(run.processes.map(({ pid }) => pid)));
    return { run, all };
  };
  const callerOf = ({ api, key }: RunFile) => createCaller({ address: () => api, key });

  afterEach(() => launcher.process.kill());
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('runs everything, shows an answer and says who gave it, prints lines that work, and leaves nothing behind after Ctrl-C', async () => {
    const { run, all } = await start();
    const said = launcher.process.output();
    expect(said).toMatch(/First prompt.*\n.*answered by the built-in demo model\n\s+\S+.*\n/);
    expect(said).toMatch(/queued .* running .* in all/);
    const api = `http://127.0.0.1:${launcher.port}`;
    expect(run).toEqual({
      api,
      docs: `${api}/docs`,
      bullBoard: `${api}/admin/queues`,
      redis: expect.stringMatching(/^redis:\/\/\w*:\w{16,}@127\.0\.0\.1:\d+$/),
      key: expect.stringMatching(/^\S{24,}$/),
      adminKey: expect.stringMatching(/^mr_admin_\S{24,}$/),
      model: 'demo',
      metrics: ['api', 'worker', 'worker'].map((role) => ({ role, url: expect.stringMatching(/^http:.*\/metrics$/) })),
      processes: ['redis', 'model', 'api', 'worker', 'worker'].map((role) => ({ role, pid: expect.any(Number) })),
    });
    expect(launcher.runFileMode()).toBe(0o600);
    for (const { url } of [...run.metrics, { url: run.docs }, { url: run.bullBoard }]) expect((await fetch(url)).status).toBe(200);

    const admin = createCaller({ address: () => api, key: run.adminKey });
    expect((await admin.ask('/v1/queues')).status).toBe(200);
    expect(said).not.toContain(run.adminKey);

    const [submit = '', read = ''] = said.split('\n').filter((line) => line.startsWith('curl '));
    task = String((await inBash(submit)).id);
    const done = await eventually(async () => {
      const seen = await inBash(read.replace('TASK_ID', task));
      return seen.status === 'succeeded' && seen;
    });
    expect(done).toMatchObject({ result: { model: 'demo-model', deployment: 'demo-model' } });

    launcher.process.signal('SIGINT');
    expect(await launcher.process.exited).toEqual({ code: 0, signal: null });
    await eventually(() => !all.some(isRunning));
    expect(existsSync(join(folder, 'run.json'))).toBe(false);
  });

  it('keeps its tasks and its key for the next time; refuses to run twice; leaves nothing behind when it is killed', async () => {
    const { run, all } = await start();
    expect(await callerOf(run).read(task)).toMatchObject({ status: 'succeeded' });

    const second = await startLauncher({ folder });
    expect(await second.process.exited).toEqual({ code: 1, signal: null });
    expect(second.process.output()).toContain(`already runs in this folder (process ${launcher.process.pid})`);

    await launcher.process.kill();
    await eventually(() => !all.some(isRunning));
  });

  it('stops as a whole, with the reason and the code 1, when a part of it dies', async () => {
    const { run, all } = await start();
    const worker = run.processes.find(({ role }) => role === 'worker')?.pid ?? 0;
    process.kill(worker, 'SIGKILL');
    expect(await launcher.process.exited).toEqual({ code: 1, signal: null });
    expect(launcher.process.output()).toMatch(/worker-1 was ended by SIGKILL, so Millrace stops/);
    await eventually(() => !all.some(isRunning));
  });

  it.each<[Record<string, string>, string]>([
    [{ PORT: 'abc' }, 'PORT is "abc", but must be'],
    [{ LOG_LEVEL: 'loud', MAX_TOKENS: 'many' }, 'MAX_TOKENS is "many", but must be'],
    // Of a range that is for documents only (RFC 5737).
    [{ HOST: '192.0.2.1' }, 'HOST is "192.0.2.1", which is no address of this machine.'],
    [{ METRICS_HOST: '192.0.2.1' }, 'METRICS_HOST is "192.0.2.1", which is no address of this machine.'],
  ])('names each of the settings in %j that is wrong, and starts nothing', async (env, sentence) => {
    launcher = await startLauncher({ folder, env });
    expect(await launcher.process.exited).toEqual({ code: 1, signal: null });
    const lines = launcher.process.output().split('\n');
    const named = lines.filter((line) => / is "/.test(line));
    expect(named).toContainEqual(expect.stringContaining(sentence));
    expect(named.map((line) => line.split(' ')[0]).sort()).toEqual(Object.keys(env).sort());
    expect(lines.filter((line) => line.startsWith('Redis:'))).toEqual([]);
  });

  it('names a port that is taken, and a way out', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    launcher = await startLauncher({ folder, port });
    expect(await launcher.process.exited).toEqual({ code: 1, signal: null });
    other.close();
    expect(launcher.process.output()).toMatch(new RegExp(`Another program listens on 127.0.0.1:${port}; .*npm start -- --port \\d+`));
  });
});
