import type { ChatMessage } from './chat-message.js';
import type { TaskSubmission } from './task-submission.js';

/** The part of a submission that only the worker and its owner may see; stored sealed, apart from the record. */
export interface TaskPayload {
  readonly messages: readonly ChatMessage[];
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly stop?: string | readonly string[];
  readonly seed?: number;
  readonly responseFormat?: NonNullable<TaskSubmission['response_format']>;
  readonly tools?: NonNullable<TaskSubmission['tools']>;
  readonly toolChoice?: NonNullable<TaskSubmission['tool_choice']>;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly cache?: CachePolicy;
}

export interface CachePolicy {
  readonly ttlSeconds?: number;
  readonly noCache?: boolean;
  readonly noStore?: boolean;
}

/** Turns a validated submission into what is stored; a `prompt` becomes one user message. */
export const toTaskPayload = (body: TaskSubmission): TaskPayload => ({
  messages: body.messages ?? [{ role: 'user', content: body.prompt ?? '' }],
  ...(body.max_tokens !== undefined && { maxTokens: body.max_tokens }),
  ...(body.temperature !== undefined && { temperature: body.temperature }),
  ...(body.top_p !== undefined && { topP: body.top_p }),
  ...(body.stop !== undefined && { stop: body.stop }),
  ...(body.seed !== undefined && { seed: body.seed }),
  ...(body.response_format !== undefined && { responseFormat: body.response_format }),
  ...(body.tools !== undefined && { tools: body.tools }),
  ...(body.tool_choice !== undefined && { toolChoice: body.tool_choice }),
  ...(body.metadata !== undefined && { metadata: body.metadata }),
  ...(body.cache !== undefined && { cache: toCachePolicy(body.cache) }),
});

const toCachePolicy = (cache: NonNullable<TaskSubmission['cache']>): CachePolicy => ({
  ...(cache.ttl_seconds !== undefined && { ttlSeconds: cache.ttl_seconds }),
  ...(cache.no_cache !== undefined && { noCache: cache.no_cache }),
  ...(cache.no_store !== undefined && { noStore: cache.no_store }),
});
