import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Service } from '@millrace/runtime';
import { mostHeaders } from '../middleware/require-few-headers.js';
import type { ApiTelemetry } from '../telemetry.js';
import { answerSocketErrors } from './answer-socket-errors.js';
import { createBegunAnswers } from './begun-answers.js';
import { listenFailure } from './cannot-listen-error.js';
import { createTurns } from './turns.js';

export interface HttpServerOptions {
  readonly app: RequestListener;
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** How long running requests may take to be answered once the server stops. */
  readonly graceMs: number;
  readonly telemetry: Pick<ApiTelemetry, 'socketRefused'>;
  /** From then on each answer ends its connection, so that callers open their next one elsewhere. */
  readonly leaving: AbortSignal;
  /** How long a caller may take nothing of a large answer before the connection is ended. */
  readonly takenWithinMs?: number;
  /** Instead of the usual ones. */
  readonly timeouts?: Partial<Pick<typeof limits, 'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval'>>;
}

export interface HttpServer extends Service {
  /** Its base URL; asking before it is started throws. */
  url(): string;
}

const limits = {
  /** Longer than the idle time of the usual proxies, so that they close first and no request meets a closing connection. */
  keepAliveTimeout: 75_000,
  headersTimeout: 15_000,
  /** For receiving a request; answers may take longer. */
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
  /** Node would answer a request without `Host` by itself, and without a problem; the app does it. */
  requireHostHeader: false,
};
/** Node leaves out those beyond, and the app refuses a request of so many. */
const maxHeadersCount = mostHeaders + 1;
/** Of an idle one some tens of kilobytes are held: these are some hundreds of megabytes at most. */
const maxConnections = 20_000;
/** What is larger may stay in memory for want of being taken; the kernel takes less at once. */
const largeAnswerBytes = 64_000;
const idleLookMs = 25;

/** The server callers reach. Each connection is served one request after another. Its stop answers what runs, closes what is idle, and ends the rest when the grace is over. */
export const createHttpServer = ({
  app,
  host,
  port,
  graceMs,
  telemetry,
  leaving,
  takenWithinMs = 60_000,
  timeouts,
}: HttpServerOptions): HttpServer => {
  const turns = createTurns();
  const begun = createBegunAnswers();
  const answer: RequestListener = (request, response) =>
    turns.take(response, () => {
      begun.watch(response);
      if (leaving.aborted) response.setHeader('Connection', 'close');
      response.once('prefinish', () => {
        // Node ends the connection then, and takes any progress for activity.
        if (response.writableLength > largeAnswerBytes) request.socket.setTimeout(takenWithinMs);
      });
      app(request, response);
    });
  const server = createServer({ ...limits, ...timeouts }, answer);
  Object.assign(server, { maxHeadersCount, maxConnections });
  // An expectation nobody knows may be ignored (RFC 9110, 10.1.1); Node would answer 417 without a problem.
  server.on('checkExpectation', answer);
  answerSocketErrors(server, telemetry, begun);
  return {
    name: 'http server',
    start: () => listen(server, host, port),
    stop: () => drain(server, graceMs),
    url: () => {
      const { family, address, port: bound } = server.address() as AddressInfo;
      return `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`;
    },
  };
};

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, { host, port })));
    server.listen(port, host, () => resolve());
  });

const drain = (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    if (!server.listening) return resolve();
    // A connection that was busy when the server closed becomes idle later, and Node would keep it.
    const idle = setInterval(() => server.closeIdleConnections(), idleLookMs);
    const grace = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(grace);
      resolve();
    });
  });
