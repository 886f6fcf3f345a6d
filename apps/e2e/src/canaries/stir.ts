import { type Ask, answer, type Cluster, eventually, prefix, refuse, type UpstreamScript } from '@millrace/testing';
import { exchange } from '../raw-http/exchange.js';
import { canaries } from './canaries.js';

const echoed = `${canaries.upstream} ${canaries.prompt} Bearer ${canaries.providerKey}`;

/** What an upstream may say that holds the prompt and our key. */
export const unpleasantAnswers: Readonly<Record<string, UpstreamScript>> = {
  'a 400 that repeats the prompt': refuse(400, { message: echoed, code: canaries.upstream }),
  'a 401 that repeats our key': refuse(401, { message: `Incorrect API key provided: ${canaries.providerKey}` }),
  'a 500 as a page': (reply) => reply.send(500, `<html>${echoed}</html>`, { 'content-type': 'text/html', 'x-request-id': echoed }),
  'a page with 200': (reply) => reply.send(200, `<html>${echoed}</html>`, { 'content-type': 'text/html' }),
  'JSON that is none': (reply) => reply.send(200, `{"choices": ${echoed}`, { 'content-type': 'application/json' }),
  'a broken event': (reply) => {
    reply.raw(`data: {"choices": ${echoed}\n\n`);
    reply.end();
  },
  'an error inside the stream': (reply) => {
    reply.delta('so far so good');
    reply.raw(`data: ${JSON.stringify({ error: { message: echoed, type: canaries.upstream } })}\n\n`);
    reply.end();
  },
  'a redirect': (reply) => reply.send(302, echoed, { location: `http://127.0.0.1:1/${canaries.prompt}` }),
  // What came of an answer is kept with its task, like a whole one.
  'a stream that is cut': (reply) => {
    reply.delta(canaries.answer);
    setImmediate(() => reply.cut());
  },
};

const question = (n: number) => ({
  messages: [
    { role: 'system', content: canaries.system },
    { role: 'user', content: `${canaries.prompt} ${n}` },
  ],
  metadata: { note: canaries.metadata },
});

/** Sends tasks that go well and tasks that go wrong in every way an upstream knows; returns their ids, the good one first. */
export const sendTasks = async (cluster: Cluster): Promise<string[]> => {
  const { caller, upstream } = cluster;
  upstream.always(answer(canaries.answer));
  const ids = [await caller.submit(question(0))];
  await cluster.untilEnded(ids);
  for (const script of Object.values(unpleasantAnswers)) {
    // The worker gets one attempt, so that each script is the answer to one task.
    upstream.next(script);
    ids.push(await caller.submit(question(ids.length)));
    await cluster.untilEnded(ids.slice(-1));
    // A credential that was refused is left alone for a while.
    await cluster.forgetProviders();
  }
  return ids;
};

const mistakes: readonly [path: string, ask: Ask][] = [
  ['/v1/tasks', { body: `{"prompt": "${canaries.badJson}` }],
  ['/v1/tasks', { body: `{"prompt": ${canaries.badJson}}` }],
  ['/v1/tasks', { body: { prompt: canaries.prompt, [canaries.fieldName]: 1 } }],
  ['/v1/tasks', { body: { prompt: canaries.prompt, temperature: canaries.fieldValue } }],
  ['/v1/tasks', { body: { prompt: canaries.prompt, tool_choice: canaries.fieldValue } }],
  ['/v1/tasks', { body: { prompt: canaries.prompt, model: canaries.fieldValue } }],
  ['/v1/tasks', { body: `prompt=${canaries.badJson}`, headers: { 'content-type': 'text/plain' } }],
  [`/v1/tasks?wait=${canaries.query}`, { body: { prompt: canaries.prompt } }],
  ['/v1/tasks', { body: { prompt: canaries.prompt, webhook: { url: `https://${canaries.webhookPath}:x@example.com` } } }],
  ['/v1/tasks', { body: { prompt: canaries.prompt, webhook: { url: 'https://example.com', secret: `${canaries.webhookSecret}!` } } }],
  ['/v1/webhooks', { body: { url: `http://10.0.0.1/${canaries.webhookPath}?${canaries.webhookQuery}`, secret: canaries.webhookSecret } }],
  [`/v1/webhooks/${canaries.path}`, {}],
  [`/v1/webhooks/deliveries?cursor=${canaries.query}`, {}],
  [`/v1/tasks/${canaries.path}`, {}],
  [`/${canaries.path}`, {}],
  ['/v1/models', { headers: { 'x-api-key': canaries.wrongKey } }],
  ['/status/x', { headers: { 'x-api-key': canaries.wrongKey } }],
  ['/v1/models', { headers: { authorization: `Bearer ${canaries.wrongKey}` } }],
  [
    '/v1/models',
    { method: 'BREW', headers: { 'user-agent': canaries.header, 'x-request-id': `"${canaries.header}"`, cookie: `a=${canaries.header}` } },
  ],
];

/** Makes every mistake a caller can make; returns what was answered. */
export const makeMistakes = async ({ caller, apis }: Cluster): Promise<string[]> => {
  const address = apis[0]?.address ?? '';
  const answers: string[] = [];
  for (const [path, ask] of mistakes) {
    const { status, headers, body } = await caller.ask(path, ask);
    answers.push(`${status} ${JSON.stringify([...headers])} ${JSON.stringify(body)}`);
  }
  const login = new URLSearchParams({ user: 'operator', password: canaries.wrongPassword });
  answers.push(await (await fetch(`${address}/admin/login`, { method: 'POST', body: login })).text());
  answers.push(JSON.stringify(await exchange(address, `GET /${canaries.path} HTTP/1.1\r\nhost: x\r\n${canaries.header}\r\n\r\n`)));
  return answers;
};

/** Has Redis fail in the middle of a submission, refuse to write, and go away with a call in flight; returns what was answered. */
export const breakRedis = async (cluster: Cluster): Promise<string[]> => {
  const { caller, store, redis, upstream } = cluster;
  const answers: string[] = [];
  const submit = async (n: number): Promise<number> => {
    const { status, body } = await caller.ask('/v1/tasks', { body: question(n) });
    answers.push(`${status} ${JSON.stringify(body)}`);
    return status;
  };
  // A key of the wrong type: what no code expects.
  await store.rename(`${prefix}:open`, `${prefix}:open-aside`).catch(() => {});
  await store.set(`${prefix}:open`, 'not a sorted set');
  await submit(100);
  await store.del(`${prefix}:open`);

  await store.config('SET', 'maxmemory', '1');
  await submit(101);
  await store.config('SET', 'maxmemory', '0');

  upstream.next(async (reply, call) => {
    await redis.kill();
    await answer(canaries.answer)(reply, call);
  });
  await eventually(async () => (await submit(102)) === 202);
  await eventually(async () => (await caller.ask('/v1/models')).status !== 401 && (await submit(103)) === 503);
  // Both have noticed, and said so.
  await Promise.all([...cluster.apis, ...cluster.workers].map(({ process }) => process.line('"redis_away"')));
  await redis.start();
  await cluster.apis[0]?.ready();
  await eventually(async () => (await cluster.ledger()).open === 0, { timeoutMs: 60_000 });
  return answers.filter((text) => !text.startsWith('202'));
};
