import type { Request } from 'express';

/**
 * Whether a form comes from a page of this service. Browsers say so in `Sec-Fetch-Site` (over https and on localhost) and
 * in `Origin` (always, for POST); what sends neither is no browser and cannot be led astray.
 */
export const isSameOrigin = (request: Pick<Request, 'headers' | 'host'>): boolean => {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.host;
};
