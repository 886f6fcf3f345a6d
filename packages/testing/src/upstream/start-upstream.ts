import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { receiveCall, type UpstreamCall } from './upstream-call.js';
import { createReply } from './upstream-reply.js';
import { answer, type UpstreamScript } from './upstream-scripts.js';

export interface StartUpstreamOptions {
  /** What to do with calls no script was queued for; default: answers `ok`. */
  readonly script?: UpstreamScript;
  /** Called with each call before its script runs. */
  readonly onRequest?: (call: UpstreamCall) => void;
}

export interface Upstream {
  /** What to set as `OPENAI_BASE_URL`. */
  readonly url: string;
  /** Every call so far, in the order they were received whole. */
  readonly calls: readonly UpstreamCall[];
  /** The calls whose answer is not complete. */
  readonly inFlight: number;
  /** Queues scripts, one for each of the calls to come. */
  next(...scripts: UpstreamScript[]): void;
  /** Replaces what is done once the queue is empty. */
  always(script: UpstreamScript): void;
  /** The call with this index (0 = the first), already here or still to come; rejects when the upstream closes without it. */
  call(index: number): Promise<UpstreamCall>;
  /** Cuts all connections and stops listening. Safe to call twice. */
  close(): Promise<void>;
}

interface Waiter {
  readonly index: number;
  readonly resolve: (call: UpstreamCall) => void;
  readonly reject: (error: Error) => void;
}

/** An OpenAI-compatible upstream whose every byte the test decides; paths are not looked at. */
export const startUpstream = async ({ script = answer('ok'), onRequest }: StartUpstreamOptions = {}): Promise<Upstream> => {
  const calls: UpstreamCall[] = [];
  const queued: UpstreamScript[] = [];
  const waiters: Waiter[] = [];
  let otherwise = script;
  let inFlight = 0;

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
    });
    const call = await receiveCall(request, response);
    const index = calls.push(call) - 1;
    const chosen = queued.shift() ?? otherwise;
    onRequest?.(call);
    for (const waiter of waiters) if (waiter.index === index) waiter.resolve(call);
    await chosen(createReply(response), call);
  };
  const server = createServer((request, response) => {
    response.on('error', () => {});
    // A script that throws must not look like an upstream that hangs.
    respond(request, response).catch((error: unknown) => request.socket.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const close = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    for (const { index, reject } of waiters) reject(new Error(`the upstream closed before call ${index} came`));
  };
  return {
    url: `http://127.0.0.1:${port}/v1`,
    calls,
    get inFlight() {
      return inFlight;
    },
    next: (...scripts) => void queued.push(...scripts),
    always: (next) => {
      otherwise = next;
    },
    call: (index) =>
      new Promise((resolve, reject) => {
        const received = calls[index];
        if (received) resolve(received);
        else waiters.push({ index, resolve, reject });
      }),
    close,
  };
};
