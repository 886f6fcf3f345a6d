export { type ApiKey, type ApiKeyStore, createApiKeyStore } from './api-key-store.js';
export { type ConnectRedisOptions, connectRedis, connectSubscriber } from './connect-redis.js';
export { createKeys, type Keys } from './keys.js';
export { createMemoryWatch, type MemoryWatch, type MemoryWatchOptions } from './memory-watch.js';
export { createScript, type Script } from './script.js';
export { plainSeal, type Seal } from './seal.js';
export { guarded, StoreFullError, StoreUnavailableError } from './store-unavailable-error.js';
export type { PastAttempt, StoredTask } from './stored-task.js';
export { readRecord, type TaskRecord } from './task-record.js';
