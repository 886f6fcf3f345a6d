import { type Request, type Response, Router } from 'express';
import { HttpProblem } from '../http/http-problem.js';
import { readBody } from '../http/read-body.js';
import { refuseOtherMethods } from '../http/refuse-other-methods.js';
import { contextOf } from '../http/request-context.js';
import { addressBucket } from '../limits/address-bucket.js';
import type { Limiter } from '../limits/leased-limiter.js';
import type { ApiTelemetry } from '../telemetry.js';
import { isSameOrigin } from './is-same-origin.js';
import { renderLoginPage, renderLogoutPage } from './login-pages.js';
import type { Sessions } from './sessions.js';

export interface LoginRoutesOptions {
  readonly sessions: Sessions;
  readonly limiter: Limiter;
  readonly checkLogin: (given: { readonly user: string; readonly password: string }) => boolean;
  readonly telemetry: Pick<ApiTelemetry, 'refusedByLimit' | 'loggedIn' | 'loginFailed'>;
}

const board = '/admin/queues';
const formLimitBytes = 4096;

/** `/admin/login` and `/admin/logout`. A login always leads to the board: there is no target to tamper with. */
export const createLoginRoutes = ({ sessions, limiter, checkLogin, telemetry }: LoginRoutesOptions): Router => {
  const router = Router({ caseSensitive: true });

  router.get('/login', (request, response) => {
    if (sessions.isOpen(request)) response.redirect(303, board);
    else sendPage(response, 200, renderLoginPage());
  });

  router.post('/login', async (request, response) => {
    requireSameOrigin(request);
    const verdict = await limiter.take(addressBucket(contextOf(response).address));
    if (verdict.kind === 'refused') {
      telemetry.refusedByLimit('login');
      response.setHeader('retry-after', Math.max(1, Math.ceil(verdict.retryAfterMs / 1000)));
      return sendPage(response, 429, renderLoginPage('Too many attempts. Wait a moment and try again.'));
    }
    if (!checkLogin(await readLogin(request))) {
      telemetry.loginFailed();
      return sendPage(response, 401, renderLoginPage('User or password is wrong.'));
    }
    sessions.open(request);
    telemetry.loggedIn();
    response.redirect(303, board);
  });

  router.get('/logout', (_request, response) => sendPage(response, 200, renderLogoutPage()));
  router.post('/logout', (request, response) => {
    requireSameOrigin(request);
    sessions.close(request);
    response.redirect(303, '/admin/login');
  });
  router.all(['/login', '/logout'], refuseOtherMethods(['GET', 'POST']));
  return router;
};

const readLogin = async (request: Request): Promise<{ user: string; password: string }> => {
  const form = new URLSearchParams((await readBody(request, formLimitBytes)).toString('utf8'));
  return { user: form.get('user') ?? '', password: form.get('password') ?? '' };
};

const requireSameOrigin = (request: Request): void => {
  if (!isSameOrigin(request)) throw new HttpProblem('invalid_request', { detail: 'This form can only be sent from its own page.' });
};

const sendPage = (response: Response, status: number, page: string): void => {
  response.status(status).set('cache-control', 'no-store').type('html').send(page);
};
