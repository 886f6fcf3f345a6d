import { scryptSync } from 'node:crypto';
import type { Secret } from '@millrace/config';
import type { Clock } from '@millrace/runtime';
import cookieSession from 'cookie-session';
import type { Request, RequestHandler } from 'express';
import { contextOf } from '../http/request-context.js';

export interface Sessions {
  /** Reads the session of a request, if it has one. */
  readonly read: RequestHandler;
  /** Sends whoever has no session to the login. */
  readonly require: RequestHandler;
  isOpen(request: Request): boolean;
  open(request: Request): void;
  close(request: Request): void;
}

const lifetimeMs = 12 * 3600 * 1000;

/**
 * Login sessions in a signed cookie. The signing key comes from the password, so every instance of the api accepts the
 * same sessions and a new password ends them all. They end 12 hours after the login, whatever the browser does.
 * Logging out takes the cookie from the browser; a copy of it stays good until then, or until the password is changed.
 */
export const createSessions = ({ user, password, clock }: { user: string; password: Secret; clock: Clock }): Sessions => {
  const signingKey = scryptSync(password.reveal(), `millrace admin session of ${user}`, 32).toString('base64url');
  const readCookie = cookieSession({
    name: 'millrace_admin',
    keys: [signingKey],
    path: '/admin',
    httpOnly: true,
    sameSite: 'strict',
    maxAge: lifetimeMs,
  });
  const isOpen = ({ session }: Request): boolean => session?.user === user && Number(session.untilMs) > clock();

  return {
    read: (request, response, next) =>
      readCookie(request, response, () => {
        request.sessionOptions.secure = contextOf(response).secure;
        next();
      }),
    require: (request, response, next) => {
      if (isOpen(request)) next();
      else response.redirect(303, '/admin/login');
    },
    isOpen,
    open: (request) => {
      request.session = { user, untilMs: clock() + lifetimeMs };
    },
    close: (request) => {
      request.session = null;
    },
  };
};
