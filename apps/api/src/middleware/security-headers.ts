import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet, { type HelmetOptions } from 'helmet';
import { contextOf } from '../http/request-context.js';

type Headers = Readonly<Record<string, string>>;

/** What helmet would set, worked out once: the values never change, and its middleware costs more than a key check. */
const headersOf = (options: HelmetOptions): Headers => {
  const headers: Record<string, string> = {};
  const collector = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => {},
  };
  helmet(options)({} as IncomingMessage, collector as unknown as ServerResponse, (error) => {
    if (error) throw error;
  });
  return Object.freeze(headers);
};

/** `upgrade-insecure-requests` and HSTS go out over https only: over plain http on a LAN they would leave a blank page. */
const apiOptions = (secure: boolean): HelmetOptions => ({
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
  // These speak of documents, plug-ins and old browsers: a program reads them never, and pays for them each time.
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
  strictTransportSecurity: secure && {},
});

const pageOptions = (secure: boolean): HelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      ...(secure && { upgradeInsecureRequests: [] }),
    },
  },
  // A page opened over plain http may not ask for its own origin group; browsers only warn about it.
  crossOriginOpenerPolicy: secure,
  originAgentCluster: secure,
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
  strictTransportSecurity: secure && {},
});

const api = { http: headersOf(apiOptions(false)), https: headersOf(apiOptions(true)) };
const page = { http: headersOf(pageOptions(false)), https: headersOf(pageOptions(true)) };

/** The security headers of answers to programs and of pages for browsers. */
export const securityHeaders = {
  api: (secure: boolean): Headers => (secure ? api.https : api.http),
  page: (secure: boolean): Headers => (secure ? page.https : page.http),
};

/** Sets what every page for a browser carries. */
export const pageHeaders: RequestHandler = (_request, response, next) => {
  const { requestId, secure } = contextOf(response);
  for (const [name, value] of Object.entries(securityHeaders.page(secure))) response.setHeader(name, value);
  response.setHeader('x-request-id', requestId);
  next();
};
