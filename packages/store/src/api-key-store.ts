import type { Redis } from 'ioredis';
import { type ApiKeyChanges, createApiKeyChanges } from './api-key-changes.js';
import { type ApiKeyLookups, createApiKeyLookups } from './api-key-lookups.js';
import type { Keys } from './keys.js';
import { createReadKeySpend, type ReadKeySpend } from './read-key-spend.js';

export interface ApiKeyStore extends ApiKeyLookups, ApiKeyChanges {
  readonly readSpend: ReadKeySpend;
}

/** API keys made at run time: kept as SHA-256 under a public id that the key itself carries (`mr_<id>_<secret>`). */
export const createApiKeyStore = (options: { redis: Redis; keys: Keys }): ApiKeyStore => ({
  ...createApiKeyLookups(options),
  ...createApiKeyChanges(options),
  readSpend: createReadKeySpend(options),
});
