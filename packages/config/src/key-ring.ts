import { z } from 'zod';
import { type Secret, secret } from './secret.js';
import { splitList } from './text-schemas.js';

/** A key by which texts are encrypted. */
export interface RingKey {
  /** Stands beside each text that was encrypted with it; no secret. */
  readonly name: string;
  /** 32 bytes in base64. */
  readonly key: Secret;
}

const keyBytes = 32;

const entry = (text: string): RingKey | undefined => {
  const [, name = '', key = ''] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(text) ?? [];
  return name !== '' && Buffer.from(key, 'base64').length === keyBytes ? { name, key: secret(key) } : undefined;
};

/** A comma list of `name:key`; the first key is the one in use. */
export const keyRingSchema = z.string().transform((text, context): readonly RingKey[] => {
  const keys = splitList(text).map(entry);
  const known = keys.filter((key) => key !== undefined);
  if (known.length !== keys.length || keys.length === 0) {
    context.addIssue('must be a comma list of name:key, each key 32 bytes in base64 (such as of `openssl rand -base64 32`)');
    return z.NEVER;
  }
  if (new Set(known.map(({ name }) => name)).size !== known.length) {
    context.addIssue('must not have two keys of one name: what one of them encrypted could not be told from what the other did');
    return z.NEVER;
  }
  return known;
});

/** The ring as what encrypts takes it. */
export const ringKeys = (ring: readonly RingKey[] | undefined): readonly { readonly name: string; readonly key: Uint8Array }[] =>
  (ring ?? []).map(({ name, key }) => ({ name, key: Buffer.from(key.reveal(), 'base64') }));
