import { isJsonObject } from './json-object.js';

/** What an error says that its status does not. */
export type TrueMeaning = 'key_invalid' | 'out_of_credit' | 'larger_than_limit';

/** Anthropic answers 400 when the account is out of money. */
const outOfCredit = /^your credit balance is too low/i;
/** Gemini answers 400 to a wrong key. */
const keyInvalid = /^api key (?:not valid|expired|not found)/i;
/** OpenAI answers 429 to a question that alone is above the limit of tokens per minute; waiting for room would be waiting for ever. */
const largerThanLimit = /^request too large/i;

/** Some providers answer with a status that means something else; which, only their words tell. They are looked at and never kept. */
export const trueMeaning = (status: number, error: unknown): TrueMeaning | undefined => {
  if (!isJsonObject(error)) return undefined;
  const message = typeof error.message === 'string' ? error.message.slice(0, 100) : '';
  if (status === 400 && outOfCredit.test(message)) return 'out_of_credit';
  if (status === 400 && (keyInvalid.test(message) || hasReason(error.details, 'API_KEY_INVALID'))) return 'key_invalid';
  return status === 429 && largerThanLimit.test(message) ? 'larger_than_limit' : undefined;
};

const hasReason = (details: unknown, reason: string): boolean =>
  Array.isArray(details) && details.some((detail) => isJsonObject(detail) && detail.reason === reason);
