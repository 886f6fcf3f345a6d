import type { TrustProxy } from '@millrace/config';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Admin } from './admin/admin.js';
import { createDocs } from './docs/docs.js';
import type { AnswerFailure } from './http/answer-failure.js';
import { expressPath } from './http/express-path.js';
import { HttpProblem } from './http/http-problem.js';
import { refuseOtherMethods } from './http/refuse-other-methods.js';
import { pageHeaders } from './middleware/security-headers.js';
import type { Route } from './routes/route.js';

export interface CreateExpressOptions {
  readonly routes: readonly Route[];
  readonly admin: Admin | undefined;
  readonly trustProxy: TrustProxy;
  readonly version: string;
  readonly answerFailure: AnswerFailure;
}

/** The Express app: every operation in every spelling of its path, the pages, and a problem for everything else. */
export const createExpress = ({ routes, admin, trustProxy, version, answerFailure }: CreateExpressOptions): Express => {
  const app = bareExpress(trustProxy);
  mountRoutes(app, routes);
  if (admin) app.use('/admin', pageHeaders, admin);
  app.use(createDocs({ version, hasAdmin: admin !== undefined }));
  app.use(() => {
    throw new HttpProblem('unknown_path');
  });
  const onError: ErrorRequestHandler = (error, request, response, _next) => answerFailure(error, request, response);
  return app.use(onError);
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
  // Braces come after all letters: what is written out is asked for before a parameter could stand for it.
  for (const path of [...new Set(routes.map(({ operation }) => operation.path))].sort()) {
    const own = routes.filter(({ operation }) => operation.path === path);
    for (const { operation, serve } of own) {
      app[operation.method](expressPath(path), (request, response) => serve(request, response, request.params as Record<string, string>));
    }
    const methods = own.map(({ operation }) => operation.method.toUpperCase());
    app.all(expressPath(path), refuseOtherMethods(methods, path));
  }
};
