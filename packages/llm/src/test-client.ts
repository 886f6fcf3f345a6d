import { createLlmClient } from './create-llm-client.js';
import type { LlmClient, LlmClientOptions } from './llm-client.js';
import type { LlmTimeouts } from './llm-deployment.js';
import type { LlmRequest } from './llm-request.js';

/** Long enough that no test meets one it did not ask for. */
const patient: LlmTimeouts = { connectMs: 60_000, firstByteMs: 60_000, idleMs: 60_000, totalMs: 60_000 };

export type ClientForTests = Partial<Omit<LlmClientOptions, 'timeouts'>> & {
  readonly baseUrl: string;
  readonly timeouts?: Partial<LlmTimeouts>;
};

/** A client with what a test does not care about filled in. */
export const clientForTests = ({ timeouts, ...options }: ClientForTests): LlmClient =>
  createLlmClient({
    apiKey: 'sk-for-tests',
    deployment: 'tests',
    maxTokensParameter: 'auto',
    defaultMaxTokens: 1_000,
    connections: 10,
    ...options,
    timeouts: { ...patient, ...timeouts },
  });

export const question: LlmRequest = { model: 'test-model', messages: [{ role: 'user', content: 'Why do mills stand beside rivers?' }] };
