import { z } from 'zod';
import { type Secret, secret } from './secret.js';

const parseUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** Where Redis is, user and password in it: a secret. */
export const redisUrlSchema = z.string().transform((text, context): Secret => {
  const url = parseUrl(text);
  if (url !== undefined && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '') return secret(text);
  context.addIssue(
    'must be a URL such as redis://127.0.0.1:6379, or rediss:// for TLS; special characters of a password are percent-encoded',
  );
  return z.NEVER;
});

/** An http(s) URL without user, password, query and fragment; no slash at the end. */
export const httpUrlSchema = z.string().transform((text, context): string => {
  const url = parseUrl(text);
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    context.addIssue('must be an http or https URL, such as https://api.openai.com/v1');
    return z.NEVER;
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    context.addIssue('must be a URL without user, password, query and fragment; the key has a setting of its own');
    return z.NEVER;
  }
  return text.replace(/\/+$/, '');
});
