import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Cluster,
  createGate,
  echo,
  eventually,
  freePort,
  inRepository,
  key,
  type RunningProcess,
  refuse,
  runProcess,
  startCluster,
  startRedis,
} from '@millrace/testing';

const adminKey = 'admin-key-of-the-tests-012345';
const route = 'gpt-4o-mini';
let cluster: Cluster;
const folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'));
beforeAll(async () => {
  cluster = await startCluster({ env: { MILLRACE_API_KEYS: `tests:${key},ops:${adminKey}:admin` } });
});
afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

beforeEach(() => cluster.upstream.always(echo));

const program = inRepository('apps/cli/dist/main.js');
const settings = (): Record<string, string> => ({
  MILLRACE_URL: cluster.apis[0]?.address ?? '',
  MILLRACE_API_KEY: key,
  MILLRACE_ADMIN_KEY: adminKey,
});

const start = (args: readonly string[], more: { env?: Record<string, string>; input?: string } = {}): Promise<RunningProcess> =>
  runProcess({ args: [program, ...args], cwd: folder, env: settings(), ...more });

/** Output of both streams and the exit code. */
const run = async (args: readonly string[], more: Parameters<typeof start>[1] = {}): Promise<{ said: string; code: number | null }> => {
  const running = await start(args, more);
  const { code } = await running.exited;
  return { said: running.output(), code };
};

/** What a shell's redirection catches of stdout alone. */
const stdoutOf = async (command: string): Promise<{ stdout: string; code: number | null }> => {
  const file = join(folder, 'stdout');
  const shell = await runProcess({
    command: '/bin/sh',
    args: ['-c', `${process.execPath} ${program} ${command} >${file}`],
    cwd: folder,
    env: settings(),
  });
  const { code } = await shell.exited;
  return { stdout: readFileSync(file, 'utf8'), code };
};

describe('millrace', () => {
  it('writes the answer to stdout, and nothing else', async () => {
    expect(await stdoutOf('submit Why do mills turn')).toEqual({ stdout: 'You said: Why do mills turn\n', code: 0 });
    expect(await stdoutOf('submit -f nowhere.txt')).toEqual({ stdout: '', code: 2 });
  });

  it('takes the prompt from stdin, and tells the task as JSON', async () => {
    const { said, code } = await run(['submit', 'Sum up:', '-', '--json'], { input: 'a long text\n' });
    const task = JSON.parse(said.split('\n').find((line) => line.startsWith('{')) ?? '') as { status: string; result: { text: string } };
    expect({ code, status: task.status, text: task.result.text }).toEqual({
      code: 0,
      status: 'succeeded',
      text: 'You said: Sum up:\n\na long text',
    });
  });

  it('hands in, waits, lists and shows events, one line each in a pipe', async () => {
    const { stdout: id } = await stdoutOf('submit --detach --metadata order=42 Follow me');
    expect(await stdoutOf(`wait ${id.trim()}`)).toEqual({ stdout: `${id.trim()}\tsucceeded\n`, code: 0 });
    expect((await stdoutOf('list --metadata order:42')).stdout.split('\t').slice(0, 2)).toEqual([id.trim(), 'succeeded']);
    const { stdout: events } = await stdoutOf(`watch ${id.trim()}`);
    expect(events.trimEnd().split('\n').at(-1)).toMatch(/^\d+\tresult\t/);
  });

  it('exits with 1 for a task that was cancelled, and says so', async () => {
    const { stdout: id } = await stdoutOf('submit --detach --delay 1h Later');
    expect(await stdoutOf(`cancel ${id.trim()}`)).toEqual({ stdout: `${id.trim()}\tcancelled\n`, code: 0 });
    expect(await run(['result', id.trim()])).toEqual({ code: 1, said: expect.stringContaining('ended cancelled') });
  });

  it('exits with 1 for an unknown task, 2 for wrong usage with a suggestion, 3 for a wrong key and for nobody there', async () => {
    expect(await run(['status', 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1'])).toMatchObject({ code: 1 });
    expect(await run(['statsu'])).toEqual({ code: 2, said: expect.stringContaining('Did you mean status?') });
    expect(await run(['list', '--limt', '3'])).toEqual({ code: 2, said: expect.stringContaining('Did you mean --limit?') });
    expect(await run(['list'], { env: {} })).toEqual({ code: 2, said: expect.stringContaining('npm start') });
    const wrong = await run(['list'], { env: { ...settings(), MILLRACE_API_KEY: 'mr_wrong_key_0123456789' } });
    expect(wrong).toMatchObject({ code: 3, said: expect.not.stringContaining('mr_wrong_key') });
    const nobody = { MILLRACE_URL: `http://127.0.0.1:${await freePort()}`, MILLRACE_API_KEY: key };
    expect(await run(['list'], { env: nobody })).toMatchObject({ code: 3 });
  });

  it('finishes a bulk file that was stopped in the middle: each line once in OUT, each task submitted once', async () => {
    const lines = Array.from({ length: 200 }, (_, index) => JSON.stringify({ prompt: `bulk ${index + 1}` }));
    writeFileSync(join(folder, 'in.jsonl'), `${lines.join('\n')}\nnot json\n`);
    const before = (await cluster.ledger()).submitted;
    const gate = createGate();
    // Half of them are answered only once the first run is over.
    cluster.upstream.always(async (reply, call) => {
      if (/bulk (1\d\d|200)$/.test(JSON.stringify(call.body.messages).match(/bulk \d+/)?.[0] ?? '')) await gate.opened;
      return echo(reply, call);
    });
    const first = await start(['bulk', 'in.jsonl', '--out', 'out.jsonl']);
    const written = (): string[] => readFileSync(join(folder, 'out.jsonl'), 'utf8').trimEnd().split('\n');
    await eventually(() => written().length >= 20);
    first.signal('SIGINT');
    expect(await first.exited).toMatchObject({ code: 130 });
    expect(first.output()).toContain('Run the same command again to go on');
    expect(written().length).toBeLessThan(201);
    gate.open();

    expect(await run(['bulk', 'in.jsonl', '--out', 'out.jsonl'])).toEqual({ code: 1, said: expect.stringContaining('200 succeeded') });
    const out = written().map((line) => JSON.parse(line) as { line: number; status: string; result?: { text: string } });
    expect(out.map(({ line }) => line).sort((one, other) => one - other)).toEqual(Array.from({ length: 201 }, (_, index) => index + 1));
    for (const { line, status, result } of out) {
      if (line === 201) expect(status).toBe('refused');
      else expect(result?.text).toBe(`You said: bulk ${line}`);
    }
    expect((await cluster.ledger()).submitted - before).toBe(200);
  });

  it('refuses to go on with another input', async () => {
    writeFileSync(join(folder, 'one.jsonl'), '{"prompt":"one"}\n');
    expect(await run(['bulk', 'one.jsonl', '--out', 'one-out.jsonl'])).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'one.jsonl'), '{"prompt":"two"}\n');
    expect(await run(['bulk', 'one.jsonl', '--out', 'one-out.jsonl'])).toEqual({ code: 2, said: expect.stringContaining('another input') });
  });

  it('refuses a second run at the same OUT, and goes on after one that was killed', async () => {
    writeFileSync(join(folder, 'two.jsonl'), '"one"\n"two"\n');
    const gate = createGate();
    cluster.upstream.always(async (reply, call) => {
      await gate.opened;
      return echo(reply, call);
    });
    const bulk = ['bulk', 'two.jsonl', '--out', 'two-out.jsonl'];
    const first = await start(bulk);
    await eventually(() => existsSync(join(folder, 'two-out.jsonl.lock')));
    expect(await run(bulk)).toEqual({ code: 2, said: expect.stringContaining('is being written by process') });
    first.signal('SIGKILL');
    await first.exited;
    gate.open();
    expect(await run(bulk)).toEqual({ code: 0, said: expect.stringContaining('2 succeeded') });
    expect(existsSync(join(folder, 'two-out.jsonl.lock'))).toBe(false);
  });

  it('makes, lists, rotates and revokes keys', async () => {
    const made = await stdoutOf('keys create --name laptop --tenant acme');
    const { id } = JSON.parse((await stdoutOf('keys list --tenant acme --json')).stdout) as { id: string };
    const withKey = (one: string) => ({ env: { ...settings(), MILLRACE_API_KEY: one } });
    expect(await run(['models'], withKey(made.stdout.trim()))).toMatchObject({ code: 0 });
    const rotated = await stdoutOf(`keys rotate ${id} --overlap 1h`);
    expect(await run(['models'], withKey(rotated.stdout.trim()))).toMatchObject({ code: 0 });
    expect(await run(['keys', 'revoke', id])).toEqual({ code: 0, said: expect.stringMatching(new RegExp(`^${id}\trevoked `, 'm')) });
    await eventually(async () => (await run(['models'], withKey(made.stdout.trim()))).code === 3);
    expect(await run(['keys', 'revoke', 'ffffffff'])).toMatchObject({ code: 1 });
    expect((await stdoutOf('audit')).stdout.split('\n').map((line) => line.split('\t')[1])).toEqual([
      'key.revoke',
      'key.rotate',
      'key.create',
      undefined,
    ]);
  });

  it('gives keys budgets, changes and removes them, and shows what was used', async () => {
    await stdoutOf('keys create --name bounded --tenant purse --daily-usd 0.5 --monthly-usd 12.25 --on-exhausted refuse');
    const listed = async () => JSON.parse((await stdoutOf('keys list --tenant purse --json')).stdout) as { id: string; budget?: object };
    const { id, budget } = await listed();
    expect(budget).toEqual({ daily_usd: '0.5', monthly_usd: '12.25', on_exhausted: 'refuse' });
    expect((await stdoutOf('keys list --tenant purse')).stdout).toContain('0/0.5 today');
    await stdoutOf(`keys update ${id} --daily-usd 2 --on-exhausted hold --weight 0.5`);
    expect(await listed()).toMatchObject({ weight: 0.5, budget: { daily_usd: '2', monthly_usd: '12.25', on_exhausted: 'hold' } });
    await stdoutOf(`keys update ${id} --no-budget`);
    expect((await listed()).budget).toBeUndefined();
    expect(await run(['keys', 'create', '--name', 'x', '--tenant', 'purse', '--on-exhausted', 'hold'])).toMatchObject({ code: 2 });

    const report = JSON.parse((await stdoutOf('usage --by day,model --json')).stdout) as { data: { calls: number }[] };
    expect(report.data[0]?.calls).toBeGreaterThan(0);
    expect(await run(['usage', '--from', '2026-13-01'])).toMatchObject({ code: 2, said: expect.stringContaining('from') });
  });

  it('shows, pauses and resumes routes, and names the workers', async () => {
    expect((await stdoutOf(`pause ${route}`)).stdout.split('\t').slice(0, 2)).toEqual([route, 'paused']);
    expect((await stdoutOf('queues')).stdout.split('\t').slice(0, 2)).toEqual([route, 'paused']);
    expect((await stdoutOf(`resume ${route}`)).stdout.split('\t').slice(0, 2)).toEqual([route, 'open']);
    expect(await run(['pause', 'nowhere'])).toMatchObject({ code: 1 });
    expect(await run(['queues'], { env: { ...settings(), MILLRACE_ADMIN_KEY: '' } })).toEqual({
      code: 3,
      said: expect.stringContaining('MILLRACE_ADMIN_KEY'),
    });
    expect((await stdoutOf('workers')).stdout).toMatch(new RegExp(`\t${route}\n$`));
    expect(await stdoutOf('top --once')).toEqual({ code: 0, stdout: expect.stringContaining('0 waiting') });
    const look = JSON.parse((await stdoutOf('top --once --json')).stdout) as { queues: unknown[] };
    expect(look.queues).toEqual([expect.objectContaining({ route })]);
  });

  it('lists what failed, runs it again, and says why something is not', async () => {
    cluster.upstream.always(refuse(400));
    const { stdout: failed, code } = await stdoutOf('submit --detach Fail');
    expect(code).toBe(0);
    expect(await stdoutOf(`wait ${failed.trim()}`)).toMatchObject({ code: 1 });
    await eventually(async () => (await stdoutOf(`dead-letters ${route}`)).stdout.startsWith(failed.trim()));
    cluster.upstream.always(echo);
    const { stdout: again } = await stdoutOf(`redrive ${route} ${failed.trim()}`);
    expect(await stdoutOf(`result ${again.trim().split('\t')[1]}`)).toMatchObject({ code: 0, stdout: 'You said: Fail\n' });
    const unknown = 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1';
    const refused = await stdoutOf(`redrive ${route} ${unknown}`);
    expect(refused).toEqual({ code: 1, stdout: expect.stringMatching(new RegExp(`^${unknown}\trefused\t\\w+\t.+: .+\n$`)) });
  });

  it('makes an endpoint, sends it a test, shows what was sent, and deletes it', async () => {
    const { stdout: secret } = await stdoutOf('webhooks create https://hooks.invalid/end --events task.failed');
    expect(secret).toMatch(/^whsec_.+\n$/);
    const [id, state, events] = (await stdoutOf('webhooks list')).stdout.split('\t');
    expect([state, events]).toEqual(['enabled', 'task.failed']);
    const [delivery] = (await stdoutOf(`webhooks test ${id}`)).stdout.split('\t');
    const listed = (await stdoutOf(`webhooks deliveries --webhook ${id}`)).stdout.split('\t');
    expect([listed[0], listed[2]]).toEqual([delivery, 'webhook.test']);
    expect(await run(['webhooks', 'replay', 'msg_0a1b2c3d4e5f60718293a4b5c6d7e8f9'])).toMatchObject({ code: 1 });
    expect(await run(['webhooks', 'create', 'https://hooks.invalid', '--events', 'task.done'])).toEqual({
      code: 2,
      said: expect.stringContaining('There is no event task.done'),
    });
    expect(await stdoutOf(`webhooks delete ${id}`)).toEqual({ code: 0, stdout: `${id}\tdeleted\n` });
    expect(await run(['webhooks', 'list'])).toEqual({ code: 0, said: expect.stringContaining('There are no endpoints') });
  });

  it('finds an eviction policy that loses tasks, and says what to do', async () => {
    const redis = await startRedis({ config: { 'maxmemory-policy': 'allkeys-lru' } });
    try {
      const bad = await run(['doctor', '--redis', redis.url]);
      expect(bad).toEqual({ code: 1, said: expect.stringMatching(/fail\s+Eviction policy[\s\S]*maxmemory-policy noeviction/) });
      expect(await run(['doctor', '--redis', cluster.redis.url])).toMatchObject({ code: 0 });
    } finally {
      await redis.close();
    }
  });
});
