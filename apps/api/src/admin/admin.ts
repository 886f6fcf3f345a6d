import type { Secret } from '@millrace/config';
import type { Clock } from '@millrace/runtime';
import { type RequestHandler, Router } from 'express';
import { refuseOtherMethods } from '../http/refuse-other-methods.js';
import type { Limiter } from '../limits/leased-limiter.js';
import type { ApiTelemetry } from '../telemetry.js';
import { createCheckLogin } from './check-login.js';
import { createLoginRoutes } from './login-routes.js';
import { createSessions } from './sessions.js';

export interface AdminOptions {
  readonly user: string;
  readonly password: Secret;
  /** Bull Board. */
  readonly board: RequestHandler;
  readonly loginLimiter: Limiter;
  readonly telemetry: Pick<ApiTelemetry, 'refusedByLimit' | 'loggedIn' | 'loginFailed'>;
  readonly clock: Clock;
}

/** What is mounted at `/admin`. */
export type Admin = RequestHandler;

/** Bull Board behind a login. Without a session every page of it leads to the login. */
export const createAdmin = ({ user, password, board, loginLimiter, telemetry, clock }: AdminOptions): Admin => {
  const sessions = createSessions({ user, password, clock });
  const router = Router({ caseSensitive: true });
  router.use(sessions.read);
  router.use(createLoginRoutes({ sessions, limiter: loginLimiter, telemetry, checkLogin: createCheckLogin({ user, password }) }));
  router.use('/queues', onlyReads, sessions.require, board);
  router.get('/', (_request, response) => response.redirect(303, '/admin/queues'));
  return router;
};

const refuse = refuseOtherMethods(['GET']);

/** Bull Board is read-only: whatever could change something is refused before it gets there. */
const onlyReads: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') next();
  else refuse(request, response, next);
};
