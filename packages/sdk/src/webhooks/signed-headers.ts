import { WebhookVerificationError } from '../errors/webhook-verification-error.js';

/** Headers as `fetch` has them, or as Node and Express do. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface SignedHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signatures: string;
}

/** Told by its method: there are several classes of that name about. */
const isHeaders = (headers: WebhookHeaders): headers is Headers => typeof headers.get === 'function';

const read = (headers: WebhookHeaders, name: string): string => {
  const found = isHeaders(headers) ? headers.get(name) : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const value = typeof found === 'object' ? found?.join(' ') : found;
  if (!value) throw new WebhookVerificationError('missing_header', `the header ${name} is missing`);
  return value;
};

/** The headers that Standard Webhooks signs with. */
export const signedHeaders = (headers: WebhookHeaders): SignedHeaders => ({
  id: read(headers, 'webhook-id'),
  timestamp: read(headers, 'webhook-timestamp'),
  signatures: read(headers, 'webhook-signature'),
});
