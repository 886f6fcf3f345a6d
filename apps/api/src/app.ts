import type { RequestListener } from 'node:http';
import type { TrustProxy } from '@millrace/config';
import type { Tracing } from '@millrace/observability';
import type { ApiServices } from './api-services.js';
import { createExpress } from './create-express.js';
import { createAnswerEvents } from './http/answer-events.js';
import { createAnswerFailure } from './http/answer-failure.js';
import { createAnswerLines } from './http/answer-lines.js';
import { createBeginRequest } from './http/begin-request.js';
import { createFindOperation } from './http/find-operation.js';
import { createHeartbeats } from './http/heartbeats.js';
import { createOriginOf, type TrustsProxy } from './http/origin-of.js';
import { createRequestListener } from './http/request-listener.js';
import { createSendAnswer } from './http/send-answer.js';
import { createAuthenticate } from './middleware/authenticate.js';
import { createKeyLimits } from './middleware/key-limits.js';
import { createLimitAddress } from './middleware/limit-address.js';
import { createRoutes } from './routes/index.js';

export interface AppOptions {
  readonly services: ApiServices;
  readonly trustProxy: TrustProxy;
  readonly bodyLimitBytes: number;
  /** Of an array of many tasks. */
  readonly bulkLimitBytes: number;
  /** How long an upload may pause, and wait for room; the usual if absent. */
  readonly patience?: Partial<UploadPatience>;
  /** The release, shown by the documentation. */
  readonly version: string;
  /** Absent = nothing is traced. */
  readonly tracing?: Tracing | undefined;
}

/** Well below the time after which the usual proxies give up on a silent connection. */
const heartbeatMs = 15_000;

export interface UploadPatience {
  /** The longest pause between two pieces of an upload. */
  readonly silenceMs: number;
  /** How long a task of many waits for room before it is refused. */
  readonly roomMs: number;
  /** How long outcomes may lie untaken. */
  readonly takenWithinMs: number;
}

const usualPatience: UploadPatience = { silenceMs: 30_000, roomMs: 30_000, takenWithinMs: 60_000 };

/** Builds the app; it listens nowhere and reads no environment. */
export const createApp = ({
  services,
  trustProxy,
  bodyLimitBytes,
  bulkLimitBytes,
  version,
  patience,
  tracing,
}: AppOptions): RequestListener => {
  const { limits, telemetry, stopping, admin, keyWatch } = services;
  const authenticate = createAuthenticate({ ...services, failures: limits.authFailures });
  const keyLimits = createKeyLimits({ ...limits, telemetry });
  const heartbeats = createHeartbeats({ everyMs: heartbeatMs });
  const { silenceMs, roomMs, takenWithinMs } = { ...usualPatience, ...patience };
  const answerLines = createAnswerLines({ takenWithinMs });
  const sendAnswer = createSendAnswer({ answerEvents: createAnswerEvents({ heartbeats, stopping }), answerLines });
  const sizes = { bodyLimitBytes, bulkLimitBytes };
  const routes = createRoutes(services, { authenticate, keyLimits, keyWatch, ...sizes, silenceMs, stopping, sendAnswer }, roomMs);
  const answerFailure = createAnswerFailure({ telemetry, stopping });
  const express = createExpress({ routes, admin, trustProxy, version, answerFailure });
  const trusts = trustProxy === false ? undefined : (express.get('trust proxy fn') as TrustsProxy);
  return createRequestListener({
    beginRequest: createBeginRequest({ telemetry, originOf: createOriginOf(trusts), stopping, tracing }),
    limitAddress: createLimitAddress({ limiter: limits.address, telemetry }),
    findOperation: createFindOperation(routes),
    express,
    answerFailure,
    telemetry,
  });
};
