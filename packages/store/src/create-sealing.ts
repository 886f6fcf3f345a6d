import { createHmac } from 'node:crypto';
import { createKeyRingSeal, type SealKey } from './key-ring-seal.js';
import { plainSeal, type Seal } from './seal.js';

/** How texts are kept, and how digests of them are made that may be seen: with keys nobody else can tell from a digest whether a guess was right. */
export interface Sealing {
  readonly seal: Seal;
  /** A digest, in hex, of a digest of what somebody asked. */
  readonly veil: (digest: string) => string;
}

/** By the keys of the ring, the first of which is in use; as they are without. */
export const createSealing = (keys: readonly SealKey[]): Sealing => {
  const [first, ...others] = keys;
  if (!first) return { seal: plainSeal, veil: (digest) => digest };
  return {
    seal: createKeyRingSeal([first, ...others]),
    veil: (digest) => createHmac('sha256', first.key).update(`millrace/digest/v1:${digest}`).digest('hex'),
  };
};
