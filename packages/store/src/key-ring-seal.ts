import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Seal } from './seal.js';

export interface SealKey {
  /** Stands beside each text it encrypted. */
  readonly name: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** A text could not be decrypted: its key is not in the ring, or it was changed or moved. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

const algorithm = 'aes-256-gcm';
const [saltBytes, ivBytes, tagBytes] = [16, 12, 16];
const mark = 'enc1';

/** Each text has a key of its own, derived from that of the ring: however many texts there are, no key meets the limit of random nonces. */
const derived = (key: Uint8Array, salt: Uint8Array): Buffer => Buffer.from(hkdfSync('sha256', key, salt, 'millrace/seal/v1', 32));

/**
 * Encrypts with the first of the keys and decrypts with any: `enc1.<name>.<base64url of salt, nonce, ciphertext and tag>`, bound to its place by `context`. A text that
 * was stored before there were keys is read as it is. `open` throws a `SealError`.
 */
export const createKeyRingSeal = (keys: readonly [SealKey, ...SealKey[]]): Seal => {
  const ring = new Map(keys.map(({ name, key }) => [name, key]));
  const [active] = keys;

  const additional = (name: string, context: string): Buffer => Buffer.from(`${name}|${context}`);

  return {
    seal: (plain, context) => {
      const [salt, iv] = [randomBytes(saltBytes), randomBytes(ivBytes)];
      const cipher = createCipheriv(algorithm, derived(active.key, salt), iv, { authTagLength: tagBytes });
      cipher.setAAD(additional(active.name, context));
      const sealed = Buffer.concat([salt, iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${mark}.${active.name}.${sealed.toString('base64url')}`;
    },
    open: (sealed, context) => {
      if (!sealed.startsWith(`${mark}.`)) return sealed;
      const [, name = '', body = ''] = sealed.split('.');
      const key = ring.get(name);
      if (!key) throw new SealError(`the key "${name.slice(0, 32)}" is not in the ring (MILLRACE_ENCRYPTION_KEYS)`);
      const bytes = Buffer.from(body, 'base64url');
      const [salt, iv] = [bytes.subarray(0, saltBytes), bytes.subarray(saltBytes, saltBytes + ivBytes)];
      try {
        const decipher = createDecipheriv(algorithm, derived(key, salt), iv, { authTagLength: tagBytes });
        decipher.setAAD(additional(name, context)).setAuthTag(bytes.subarray(-tagBytes));
        return Buffer.concat([decipher.update(bytes.subarray(saltBytes + ivBytes, -tagBytes)), decipher.final()]).toString('utf8');
      } catch {
        throw new SealError(`what is stored for ${context} was changed, or is not of this place`);
      }
    },
  };
};
