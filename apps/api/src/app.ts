import type { TrustProxy } from '@millrace/config';
import express, { type Express } from 'express';
import type { ApiServices } from './api-services.js';
import { createDocs } from './docs/docs.js';
import { expressPath } from './http/express-path.js';
import { HttpProblem } from './http/http-problem.js';
import { refuseOtherMethods } from './http/refuse-other-methods.js';
import { createAddressLimit } from './middleware/address-limit.js';
import { createAuthenticate } from './middleware/authenticate.js';
import { createKeyLimits } from './middleware/key-limits.js';
import { createProblemHandler } from './middleware/problem-handler.js';
import { createRequestContext } from './middleware/request-context.js';
import { requireHost } from './middleware/require-host.js';
import { pageHeaders } from './middleware/security-headers.js';
import { createRoutes } from './routes/index.js';
import type { Route } from './routes/route.js';

export interface AppOptions {
  readonly services: ApiServices;
  readonly trustProxy: TrustProxy;
  readonly bodyLimitBytes: number;
  /** The release, shown by the documentation. */
  readonly version: string;
}

/** Builds the Express app; it listens nowhere and reads no environment. */
export const createApp = ({ services, trustProxy, bodyLimitBytes, version }: AppOptions): Express => {
  const { limits, telemetry, stopping, admin } = services;
  const authenticate = createAuthenticate({ ...services, failures: limits.authFailures });
  const keyLimits = createKeyLimits({ ...limits, telemetry });

  const app = bareExpress(trustProxy);
  app.use(createRequestContext({ telemetry, trustsProxies: trustProxy !== false, stopping }));
  app.use(requireHost);
  app.use(createAddressLimit({ limiter: limits.address, telemetry }));
  mountRoutes(app, createRoutes(services, { authenticate, keyLimits, bodyLimitBytes, stopping }));
  if (admin) app.use('/admin', pageHeaders, admin);
  app.use(createDocs({ version, hasAdmin: admin !== undefined }));
  app.use(() => {
    throw new HttpProblem('unknown_path');
  });
  app.use(createProblemHandler({ telemetry, stopping }));
  return app;
};

/** Express without what it would add or guess: its name, etags, and a parsed query nobody asked for. */
const bareExpress = (trustProxy: TrustProxy): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.set('query parser', false);
  app.set('trust proxy', trustProxy);
  return app;
};

const mountRoutes = (app: Express, routes: readonly Route[]): void => {
  for (const { operation, serve } of routes) app[operation.method](expressPath(operation.path), serve);
  for (const path of new Set(routes.map(({ operation }) => operation.path))) {
    const methods = routes.filter(({ operation }) => operation.path === path).map(({ operation }) => operation.method.toUpperCase());
    app.all(expressPath(path), refuseOtherMethods(methods, path));
  }
};
