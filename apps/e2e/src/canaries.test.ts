import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cluster, type Receiver, startCluster, startReceiver, type TaskView } from '@millrace/testing';
import { visitBoard } from './canaries/board-visit.js';
import { canaries, canariesIn } from './canaries/canaries.js';
import { dumpKeys } from './canaries/dump-keys.js';
import { sendWebhooks } from './canaries/send-webhooks.js';
import { breakRedis, makeMistakes, sendTasks, unpleasantAnswers } from './canaries/stir.js';

const unserved = 'served-by-nobody';

describe('prompts, answers and secrets sent down every path', () => {
  const logFolder = mkdtempSync(join(tmpdir(), 'millrace-canaries-'));
  let cluster: Cluster;
  let tasks: TaskView[];
  let answers: string[];
  let waiting: string;
  let receiver: Receiver;
  let undelivered: string;

  beforeAll(async () => {
    const secrets = {
      MILLRACE_ADMIN_USER: 'operator',
      MILLRACE_ADMIN_PASSWORD: canaries.adminPassword,
      OPENAI_API_KEY: canaries.providerKey,
    };
    const models = { MILLRACE_MODELS: unserved, MILLRACE_ROUTES: 'gpt-4o-mini' };
    // What fails once is not tried again here, so it stays to be looked at.
    const webhooks = { MILLRACE_WEBHOOK_ALLOW: '127.0.0.1', MILLRACE_WEBHOOK_RETRY_SECONDS: '86400' };
    const env = { ...secrets, LOG_DIR: logFolder, MILLRACE_MAX_ATTEMPTS: '1', MILLRACE_CACHE_ENTRIES: '1', ...models, ...webhooks };
    cluster = await startCluster({ redisPassword: canaries.redisPassword, apiKey: canaries.apiKey, env });
    const ids = await sendTasks(cluster);
    tasks = await Promise.all(ids.map(cluster.caller.read));
    receiver = await startReceiver();
    undelivered = await sendWebhooks(cluster, receiver);
    answers = [...(await makeMistakes(cluster)), ...(await breakRedis(cluster))];
    // The job of a task that has ended is gone; one that nobody runs stays to be looked at.
    waiting = await cluster.caller.submit({ prompt: canaries.prompt, metadata: { note: canaries.metadata }, model: unserved });
  });
  afterAll(async () => {
    await receiver.close();
    await cluster.stop();
    rmSync(logFolder, { recursive: true, force: true });
  });

  it('reach the model and come back to their caller', () => {
    const [good] = tasks;
    expect(good).toMatchObject({ status: 'succeeded', result: { text: canaries.answer }, metadata: { note: canaries.metadata } });
    expect(canariesIn(JSON.stringify(cluster.upstream.calls[0]?.body))).toEqual(['prompt', 'system']);
    expect(cluster.upstream.calls[0]?.headers.authorization).toBe(`Bearer ${canaries.providerKey}`);
  });

  it('reach the receivers of webhooks, but for prompts, answers and secrets', () => {
    expect(receiver.received[0]?.path).toBe(`/${canaries.webhookPath}?token=${canaries.webhookQuery}`);
    const said = receiver.received.map(({ path: _, ...webhook }) => JSON.stringify(webhook));
    expect(new Set(said.flatMap((text) => canariesIn(text)))).toEqual(new Set(['metadata']));
  });

  it('are not in the reason a failed task gives', () => {
    const failed = tasks.slice(1);
    expect(failed).toHaveLength(Object.keys(unpleasantAnswers).length);
    for (const { status, error } of failed) {
      expect(status).toBe('failed');
      expect(canariesIn(JSON.stringify(error))).toEqual([]);
    }
  });

  it('are not in the answers to mistakes, nor in those given while Redis fails', () => {
    expect(answers.filter((answer) => canariesIn(answer).length > 0)).toEqual([]);
    expect(answers.join('\n')).toContain('internal_error');
    expect(answers.join('\n')).toContain('memory_full');
    expect(answers.join('\n')).toContain('store_unavailable');
  });

  it('are not in what the processes print, and what they print was worth searching', () => {
    expect(
      cluster
        .logs()
        .split('\n')
        .filter((line) => canariesIn(line).length > 0),
    ).toEqual([]);
    const events = [
      'call_failed',
      'request_failed',
      'redis_away',
      'admin_login_failed',
      'write_delayed',
      'webhook_delivered',
      'webhook_not_delivered',
    ];
    expect(events.filter((event) => !cluster.logs().includes(`"${event}"`))).toEqual([]);
  });

  it('are not in the log files, which hold the same', () => {
    const files = readdirSync(logFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const text = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n');
    expect(text.split('\n').filter((line) => canariesIn(line).length > 0)).toEqual([]);
    expect(text).toContain('"call_failed"');
    expect(text).toContain('"request_failed"');
  });

  it('are not in the metrics of any process', async () => {
    for (const app of [...cluster.apis, ...cluster.workers]) {
      const metrics = await app.metrics();
      expect(metrics).toContain('millrace_build_info');
      expect(canariesIn(metrics)).toEqual([]);
    }
  });

  it('are in Redis only where they belong: questions, answers and metadata with their task, secrets nowhere', async () => {
    const dump = await dumpKeys(cluster.store);
    const places = new Map([
      [/:task:[^:]+:payload$/, ['prompt', 'system']],
      [/:task:[^:]+:result$/, ['answer']],
      [/:llm:response:[0-9a-f]{64}$/, ['answer']],
      [/:task:[^:]+:metadata$/, ['metadata']],
      [/:task:[^:]+:webhook$/, ['webhookPath', 'webhookQuery', 'webhookSecret']],
      [/:webhook:we_[0-9a-f]+$/, ['webhookPath', 'webhookQuery', 'webhookSecret', 'webhookNote']],
      [/:delivery:msg_[0-9a-f]+$/, ['webhookPath', 'webhookQuery', 'webhookSecret', 'metadata']],
    ]);
    const misplaced = [...dump].filter(([key, content]) => {
      const allowed = [...places].find(([place]) => place.test(key))?.[1] ?? [];
      return canariesIn(key + content).some((name) => !allowed.includes(name));
    });
    expect(misplaced).toEqual([]);
    const deliveryJob = `{millrace}:queue:webhooks.deliveries:${undelivered}.1`;
    expect([...dump.keys()]).toEqual(
      expect.arrayContaining([`{millrace}:queue:${unserved}:${waiting}.1`, '{millrace}:queue:gpt-4o-mini:events', deliveryJob]),
    );
    expect([...dump.values()].some((content) => canariesIn(content).includes('prompt'))).toBe(true);
  });

  it('are not in Bull Board', async () => {
    const login = { user: 'operator', password: canaries.adminPassword };
    const address = cluster.apis[0]?.address ?? '';
    const said = await visitBoard({ address, login, queue: unserved, job: `${waiting}.1` });
    expect(said).toContain(`"taskId":"${waiting}"`);
    expect(canariesIn(said)).toEqual([]);
    const ofWebhooks = await visitBoard({ address, login, queue: 'webhooks.deliveries', job: `${undelivered}.1` });
    expect(ofWebhooks).toContain(`"deliveryId":"${undelivered}"`);
    expect(canariesIn(ofWebhooks)).toEqual([]);
  });
});
