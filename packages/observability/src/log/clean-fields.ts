import { cleanText } from './clean-text.js';
import { describeError } from './describe-error.js';
import { isError } from './is-error.js';
import type { Fields } from './log.js';

const deepest = 3;
const mostItems = 20;
const redacted = '[redacted]';

/** Names without case, dashes and underscores: what stands under them is a credential, or words of a caller or a model. */
const neverLogged = new Set([
  ...['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'headers', 'password', 'passwd', 'secret', 'credential', 'credentials'],
  ...['apikey', 'xapikey', 'key', 'token', 'accesstoken', 'openaiapikey', 'redisurl'],
  ...[
    'prompt',
    'prompts',
    'messages',
    'content',
    'contents',
    'completion',
    'choices',
    'delta',
    'answer',
    'result',
    'output',
    'input',
    'text',
  ],
  ...['body', 'rawbody', 'payload', 'metadata', 'tools', 'toolcalls', 'arguments'],
]);

const isNeverLogged = (name: string): boolean => neverLogged.has(name.toLowerCase().replaceAll(/[-_]/g, ''));

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const cleanObject = (value: object, left: number): unknown => {
  if (isError(value)) return describeError(value);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[bytes]';
  const toJson: unknown = Reflect.get(value, 'toJSON');
  if (typeof toJson === 'function') return cleanValue(toJson.call(value), left - 1);
  if (left <= 0) return '[deeper]';
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => cleanValue(item, left - 1));
  return isPlain(value) ? cleanEntries(value, left - 1) : `[${value.constructor?.name ?? 'object'}]`;
};

const cleanValue = (value: unknown, left: number): unknown => {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  return typeof value === 'object' && value !== null ? cleanObject(value, left) : value;
};

const cleanEntries = (fields: object, left: number): Record<string, unknown> => {
  const cleaned: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    cleaned[name] = isNeverLogged(name) && value !== undefined ? redacted : cleanValue(value, left);
  }
  return cleaned;
};

/** Fields as a log may hold them: a copy of plain, masked, bounded values. Never throws, whatever getters do. */
export const cleanFields = (fields: Fields): Record<string, unknown> => {
  try {
    return cleanEntries(fields, deepest);
  } catch {
    return { unloggable: true };
  }
};
