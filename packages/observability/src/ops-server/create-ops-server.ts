import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Service } from '@millrace/runtime';
import type { Log } from '../log/log.js';
import { answerOf, type OpsAnswers } from './ops-answer.js';

export interface OpsServerOptions extends OpsAnswers {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly log: Log;
}

/** A small HTTP server for `/metrics`, `/livez` and `/readyz`, apart from the one that callers reach. */
export interface OpsServer extends Service {
  /** Its base URL, such as `http://127.0.0.1:9464`; asking before it is started throws. */
  url(): string;
}

const requestTimeoutMs = 5_000;
/** Probes and scrapers are few, and their requests small: whoever comes otherwise is not let near the memory of a worker. */
const limits = {
  requestTimeout: requestTimeoutMs,
  headersTimeout: requestTimeoutMs,
  keepAliveTimeout: requestTimeoutMs,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 8_192,
};
const maxConnections = 100;

const respond = async (
  request: IncomingMessage,
  response: ServerResponse,
  { metrics, live, ready, log }: OpsServerOptions,
): Promise<void> => {
  try {
    const { status, headers, text } = await answerOf(request, { metrics, live, ready });
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : text);
  } catch (error) {
    log.error('ops_request_failed', { error });
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
};

const urlOf = ({ address, family, port }: AddressInfo): string => `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

/** Builds the server; it listens once started, and stops by closing its connections. */
export const createOpsServer = (options: OpsServerOptions): OpsServer => {
  const { host, port } = options;
  const server = createServer(limits);
  server.maxConnections = maxConnections;
  // Who takes nothing of what was answered, or sends nothing, is not kept.
  server.timeout = requestTimeoutMs * 2;
  server.on('request', (request, response) => void respond(request, response, options));
  let starting: Promise<void> | undefined;

  const listen = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, () => {
        server.off('error', reject);
        server.on('error', (error) => options.log.error('ops_server_failed', { error }));
        resolve();
      });
    });
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return {
    name: 'ops-server',
    start: () => {
      starting ??= listen();
      return starting;
    },
    stop,
    url: () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('the ops server is not listening');
      return urlOf(address);
    },
  };
};
