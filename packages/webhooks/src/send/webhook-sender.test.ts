import type { LookupAddress } from 'node:dns';
import { afterEach, describe, expect, it } from '@jest/globals';
import { certificate, type Receiver, respond, type StartReceiverOptions, startReceiver } from '@millrace/testing';
import { createWebhookGuard } from '../guard/webhook-guard.js';
import { createWebhookSender, type WebhookSenderOptions } from './webhook-sender.js';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const receiver = async (options: StartReceiverOptions = {}): Promise<Receiver> => {
  const started = await startReceiver(options);
  opened.push(started);
  return started;
};
const here = [{ address: '127.0.0.1', family: 4 }];

const sender = ({ allow = ['127.0.0.1'], ...options }: Partial<WebhookSenderOptions> & { allow?: string[] } = {}) => {
  const made = createWebhookSender({ guard: createWebhookGuard({ allow }), userAgent: 'Millrace/test', ca: certificate.cert, ...options });
  opened.push(made);
  return (url: string, signal = new AbortController().signal) =>
    made.send({ url, headers: { 'webhook-id': 'msg_1' }, body: '{"a":"ä"}', signal });
};

describe('an attempt to deliver', () => {
  it.each(['http', 'https'] as const)('posts the very body and headers over %s', async (scheme) => {
    const { url, received } = await receiver(scheme === 'https' ? { tls: certificate } : {});
    expect(await sender()(`${url}/hook?token=a%20b`)).toEqual({ kind: 'delivered', statusCode: 204 });
    expect(received).toEqual([
      {
        method: 'POST',
        path: '/hook?token=a%20b',
        body: '{"a":"ä"}',
        headers: expect.objectContaining({
          'webhook-id': 'msg_1',
          'content-type': 'application/json',
          'content-length': '10',
          'user-agent': 'Millrace/test',
        }),
      },
    ]);
  });

  it.each([
    [200, { kind: 'delivered' }],
    [299, { kind: 'delivered' }],
    [400, { kind: 'refused' }],
    [503, { kind: 'refused' }],
    [410, { kind: 'gone' }],
  ])('that is answered %d is %j', async (statusCode, outcome) => {
    const { url } = await receiver({ script: respond(statusCode) });
    expect(await sender()(url)).toEqual({ ...outcome, statusCode });
  });

  it.each([301, 302, 307, 308])('follows no redirect: %d', async (statusCode) => {
    const elsewhere = await receiver();
    const { url } = await receiver({ script: respond(statusCode, { location: elsewhere.url }) });
    expect(await sender()(url)).toEqual({ kind: 'redirected', statusCode });
    expect(elsewhere.received).toEqual([]);
  });

  it.each([
    ['120', 120_000],
    ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
    ['999999999', 86_400_000],
    ['soon', undefined],
    ['Mon, 23 Nov 2026 11:59:00 GMT', undefined],
  ])('hears when the receiver wants the next one: %s', async (value, retryAfterMs) => {
    const { url } = await receiver({ script: respond(429, { 'retry-after': value }) });
    const clock = () => Date.parse('2026-11-23T12:00:00Z');
    expect(await sender({ clock })(url)).toEqual({ kind: 'refused', statusCode: 429, retryAfterMs });
  });

  it('ends when the receiver never answers, and cuts the connection', async () => {
    const hanging = await receiver({ script: () => {} });
    expect(await sender({ timeoutMs: 200 })(hanging.url)).toEqual({ kind: 'timeout' });
  });

  it('ends when the headers only trickle in', async () => {
    const trickling = await receiver({
      script: (response) => {
        const drip = setInterval(() => response.socket?.write('HTTP/1.1 '), 20);
        response.once('close', () => clearInterval(drip));
      },
    });
    expect((await sender({ timeoutMs: 400 })(trickling.url)).kind).not.toBe('delivered');
  });

  it('takes the status for the answer though the body never ends', async () => {
    const trickling = await receiver({
      script: (response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write('.'), 20);
        response.once('close', () => clearInterval(drip));
      },
    });
    expect(await sender({ timeoutMs: 400 })(trickling.url)).toEqual({ kind: 'delivered', statusCode: 200 });
  });

  it('reads little of a huge answer', async () => {
    const { promise: poured, resolve: cutAfter } = Promise.withResolvers<number>();
    const chatty = await receiver({
      script: (response) => {
        const { socket } = response;
        response.writeHead(200);
        const pour = (): void => {
          while (response.write('x'.repeat(65_536)));
        };
        response.on('drain', pour);
        response.once('close', () => cutAfter(socket?.bytesWritten ?? Number.NaN));
        pour();
      },
    });
    expect(await sender()(chatty.url)).toEqual({ kind: 'delivered', statusCode: 200 });
    expect(await poured).toBeLessThan(64 * 1024 * 1024);
  });

  it('that finds nobody is unreachable, and so is one whose connection is cut or whose certificate is unknown', async () => {
    const gone = await startReceiver();
    await gone.close();
    expect(await sender()(gone.url)).toEqual({ kind: 'unreachable', code: 'ECONNREFUSED' });
    const cutting = await receiver({ script: (response) => void response.socket?.destroy() });
    expect(await sender()(cutting.url)).toMatchObject({ kind: 'unreachable' });
    const strange = await receiver({ tls: certificate });
    const other = createWebhookSender({ guard: createWebhookGuard({ allow: ['127.0.0.1'] }), userAgent: 'x' });
    opened.push(other);
    const signal = new AbortController().signal;
    expect(await other.send({ url: strange.url, headers: {}, body: '', signal })).toMatchObject({ kind: 'unreachable' });
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const hanging = await receiver({ script: () => stop.abort() });
    expect(await sender()(hanging.url, stop.signal)).toEqual({ kind: 'aborted' });
    expect(await sender()(hanging.url, stop.signal)).toEqual({ kind: 'aborted' });
  });

  it('uses each connection once, so that none can have gone stale', async () => {
    const counting = await receiver();
    const send = sender();
    for (let n = 0; n < 3; n += 1) await send(counting.url);
    expect(counting.connections).toBe(3);
  });
});

describe('a name', () => {
  const secure = (resolve: WebhookSenderOptions['resolve'], allow: string[] = []) => sender({ ...(resolve && { resolve }), allow });

  it.each(['http', 'https'] as const)('that leads inside is not connected to over %s', async (scheme) => {
    const inside = await receiver(scheme === 'https' ? { tls: certificate } : {});
    const send = secure(async () => here, ['10.0.0.0/8']);
    expect(await send(`${scheme}://receiver.example:${inside.port}/`)).toEqual({ kind: 'blocked', reason: 'internal' });
    expect(inside.connections).toBe(0);
  });

  it('that leads inside with one of several addresses is not connected to', async () => {
    const inside = await receiver({ tls: certificate });
    const mixed: LookupAddress[] = [
      { address: '93.184.215.14', family: 4 },
      { address: '::ffff:127.0.0.1', family: 6 },
    ];
    expect(await secure(async () => mixed)(`https://receiver.example:${inside.port}/`)).toEqual({ kind: 'blocked', reason: 'internal' });
    expect(inside.connections).toBe(0);
  });

  it('is asked for once for each connection, which goes where it was checked to go', async () => {
    const inside = await receiver({ tls: certificate });
    const asked: string[] = [];
    // The first answer is allowed and the second one would not be: a rebinding name server.
    const rebinding = async (hostname: string) => {
      asked.push(hostname);
      return asked.length === 1 ? here : [{ address: '127.0.0.2', family: 4 }];
    };
    const send = secure(rebinding, ['127.0.0.1']);
    expect(await send(`https://rebinding.example:${inside.port}/`)).toMatchObject({ kind: 'delivered' });
    expect(asked).toEqual(['rebinding.example']);
    expect(await send(`https://rebinding.example:${inside.port}/`)).toEqual({ kind: 'blocked', reason: 'internal' });
    expect(inside.connections).toBe(1);
  });

  it('that leads nowhere makes the receiver unreachable', async () => {
    const nowhere = secure(async () => []);
    expect(await nowhere('https://receiver.example/')).toMatchObject({ kind: 'unreachable' });
  });

  it('of the metadata service, spelt as an address, is not connected to', async () => {
    expect(await sender({ allow: [] })('https://169.254.169.254/latest/')).toEqual({ kind: 'blocked', reason: 'internal' });
  });
});
