import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventually } from '../eventually.js';

/** One webhook as it came. */
export interface ReceivedWebhook {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The bytes of the body, as text. */
  readonly body: string;
}

/** What a receiver does with one webhook; one that never ends the response hangs. */
export type ReceiverScript = (response: ServerResponse, webhook: ReceivedWebhook) => void | Promise<void>;

export interface StartReceiverOptions {
  /** Default: answers 204. */
  readonly script?: ReceiverScript;
  /** Makes it speak TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface Receiver {
  readonly url: string;
  readonly port: number;
  /** Every webhook so far, in the order they were received whole. */
  readonly received: readonly ReceivedWebhook[];
  /** Webhooks whose answer is not complete. */
  readonly inFlight: number;
  /** How many connections were made. */
  readonly connections: number;
  /** Queues scripts, one for each of the webhooks to come. */
  next(...scripts: ReceiverScript[]): void;
  /** Replaces what is done once the queue is empty. */
  always(script: ReceiverScript): void;
  /** The webhook with this index, already here or still to come. */
  webhook(index: number, options?: { readonly timeoutMs?: number }): Promise<ReceivedWebhook>;
  /** Cuts all connections and stops listening. Safe to call twice. */
  close(): Promise<void>;
}

/** Answers with a status. */
export const respond =
  (status: number, headers: Record<string, string> = {}): ReceiverScript =>
  (response) =>
    void response.writeHead(status, headers).end();

/** A receiver of webhooks whose every answer the test decides. */
export const startReceiver = async ({ script = respond(204), tls }: StartReceiverOptions = {}): Promise<Receiver> => {
  const received: ReceivedWebhook[] = [];
  const queued: ReceiverScript[] = [];
  let otherwise = script;
  let inFlight = 0;
  let connections = 0;

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
    });
    response.on('error', () => {});
    const body = await text(request);
    const webhook = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    received.push(webhook);
    await (queued.shift() ?? otherwise)(response, webhook);
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    take(request, response).catch((error: unknown) => request.socket.destroy(error as Error));
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    received,
    get inFlight() {
      return inFlight;
    },
    get connections() {
      return connections;
    },
    next: (...scripts) => void queued.push(...scripts),
    always: (next) => {
      otherwise = next;
    },
    webhook: (index, options) => eventually(() => received[index], options),
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
