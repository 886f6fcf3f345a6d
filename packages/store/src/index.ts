export { createKeys, type Keys } from './keys.js';
export { StoreFullError, StoreUnavailableError } from './store-unavailable-error.js';
export type { PastAttempt, StoredTask } from './stored-task.js';
