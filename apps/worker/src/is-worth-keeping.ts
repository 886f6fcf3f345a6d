import type { KeptAnswer } from '@millrace/tasks';

/** `length`: out of tokens; `content_filter`: withheld by the provider; `error`: broken off, in the words of some gateways. */
const cutShort: ReadonlySet<string> = new Set(['length', 'content_filter', 'error']);

/**
 * Whether others may get this answer later. One that was cut short is its own task's result, but it is what a caller asks
 * again for: kept, it would be the same stump for as long as it is kept.
 */
export const isWorthKeeping = ({ result }: Pick<KeptAnswer, 'result'>): boolean => !cutShort.has(result.finishReason);
