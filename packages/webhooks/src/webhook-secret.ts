import { randomBytes } from 'node:crypto';

const prefix = 'whsec_';
const newSecretBytes = 32;
/** What Standard Webhooks asks of a secret. */
const leastBytes = 24;
const mostBytes = 64;

/** A new signing secret: `whsec_` and 32 random bytes in base64. */
export const newWebhookSecret = (): string => prefix + randomBytes(newSecretBytes).toString('base64');

/** Whether a text is a signing secret: `whsec_` and 24 to 64 bytes in base64. */
export const isWebhookSecret = (text: string): boolean => {
  if (!text.startsWith(prefix)) return false;
  const encoded = text.slice(prefix.length);
  const bytes = Buffer.from(encoded, 'base64');
  const canonical = bytes.toString('base64');
  return (encoded === canonical || encoded === canonical.replace(/=+$/, '')) && bytes.length >= leastBytes && bytes.length <= mostBytes;
};

/** The bytes that sign. */
export const signingKey = (secret: string): Buffer => Buffer.from(secret.slice(prefix.length), 'base64');
