import type { TaskPayload } from '@millrace/contracts';
import { jsonDigest } from '@millrace/runtime';

export interface ResolvedDefaults {
  /** What counts when a task names no `max_tokens`. */
  readonly maxTokens: number;
  /** What counts when a task names no `temperature`; absent = nothing is sent. */
  readonly temperature: number | undefined;
}

interface Question {
  readonly tenant: string;
  readonly model: string;
  readonly payload: TaskPayload;
}

/**
 * SHA-256, in hex, over everything that shapes an answer: tenant, model and the parameters as they are sent, in JSON with
 * sorted keys. An absent parameter is left out and a `null` stays, so the two never meet. Metadata, the cache policy and
 * who answers do not count.
 */
export const cacheDigest = ({ tenant, model, payload }: Question, defaults: ResolvedDefaults): string => {
  const { messages, topP, stop, seed, responseFormat, tools, toolChoice } = payload;
  const maxTokens = payload.maxTokens ?? defaults.maxTokens;
  const temperature = payload.temperature ?? defaults.temperature;
  return jsonDigest({ tenant, model, messages, maxTokens, temperature, topP, stop, seed, responseFormat, tools, toolChoice });
};
