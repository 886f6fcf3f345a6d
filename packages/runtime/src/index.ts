export { type Clock, systemClock } from './clock.js';
export { errorCode } from './error-code.js';
export { estimateInputTokens, type Question } from './estimate-input-tokens.js';
export { estimateTokens } from './estimate-tokens.js';
export { type FullJitterOptions, fullJitterMs } from './full-jitter.js';
export { jsonDigest } from './json-digest.js';
export { createLifecycle, type Lifecycle, type LifecycleOptions, type Service } from './lifecycle.js';
export { isTaskId, newTaskId } from './task-id.js';
export { within } from './within.js';
