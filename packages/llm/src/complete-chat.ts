import type { Clock } from '@millrace/runtime';
import type OpenAI from 'openai';
import { APIError } from 'openai';
import { type AnswerSoFar, createAnswer } from './accumulate.js';
import {
  type ClassifiedFailure,
  isConnectTimeout,
  networkFailure,
  statusFailure,
  timeoutFailure,
  verdictFailure,
} from './classify-failure.js';
import { estimateUsage } from './estimate-usage.js';
import type { HeaderReader } from './header-reader.js';
import type { LeanResponse } from './lean-fetch.js';
import type { CompleteOptions } from './llm-client.js';
import type { LlmTimeouts } from './llm-deployment.js';
import type { LlmOutcome, PartialAnswer } from './llm-outcome.js';
import type { LlmRequest } from './llm-request.js';
import { type RateLimits, readRateLimits } from './rate-limits.js';
import { type ReadVerdict, readAnswer } from './read-answer.js';
import { type RequestBodySettings, requestBody } from './request-body.js';
import { upstreamRequestId } from './request-id.js';
import { retryAfterMs } from './retry-after.js';
import { startUpstreamCall, type UpstreamCall } from './upstream-call.js';

export interface CompleteChatContext {
  readonly sdk: OpenAI;
  readonly settings: RequestBodySettings;
  readonly timeouts: LlmTimeouts;
  readonly apiKey: string | undefined;
  readonly now: Clock;
}

/** What is known of one call while it runs. */
interface Progress {
  readonly context: CompleteChatContext;
  readonly request: LlmRequest;
  readonly call: UpstreamCall;
  readonly answer: AnswerSoFar;
  response?: LeanResponse;
  firstDeltaMs?: number;
}

/** The story of one call: ask, read the answer as it comes, and say what became of it. */
export const completeChat = async (context: CompleteChatContext, request: LlmRequest, options: CompleteOptions): Promise<LlmOutcome> => {
  const call = startUpstreamCall({ timeouts: context.timeouts, signal: options.signal });
  const answer = createAnswer({
    onDelta: options.onDelta ?? (() => {}),
    onBegin: () => {
      progress.firstDeltaMs = call.elapsedMs();
    },
  });
  const progress: Progress = { context, request, call, answer };
  try {
    progress.response = await ask(progress);
    return readTo(progress, await readAnswer(progress.response.body, answer));
  } catch (error) {
    return brokenOff(progress, error);
  } finally {
    call.end();
  }
};

const ask = async ({ context, request, call }: Progress): Promise<LeanResponse> => {
  const body = requestBody(request, context.settings);
  const carried = { fetchOptions: { call } as object };
  return (await context.sdk.chat.completions.create(body, carried).asResponse()) as unknown as LeanResponse;
};

const readTo = (progress: Progress, verdict: ReadVerdict): LlmOutcome => {
  if (verdict.kind !== 'complete') {
    progress.call.drop();
    const error = verdict.kind === 'error' ? verdict.error : undefined;
    return failed(progress, verdictFailure(verdict), { headers: progress.response?.headers, error });
  }
  progress.response?.release();
  return succeeded(progress);
};

const succeeded = (progress: Progress): LlmOutcome => {
  const { answer, request, call, firstDeltaMs } = progress;
  return {
    kind: 'succeeded',
    text: answer.text,
    message: answer.message(),
    finishReason: answer.finishReason ?? 'unknown',
    model: answer.model ?? request.model,
    ...usageOf(progress),
    ...requestIdOf(progress, progress.response?.headers),
    ...rateLimitsOf(progress, progress.response?.headers),
    firstDeltaMs: firstDeltaMs ?? call.elapsedMs(),
  };
};

/** The call was stopped, the connection failed, or the SDK met a status that is no answer. */
const brokenOff = (progress: Progress, error: unknown): LlmOutcome => {
  const { call, answer, response, context } = progress;
  if (call.stopped?.kind === 'aborted') return aborted(progress);
  call.drop();
  if (error instanceof APIError && typeof error.status === 'number') return refused(progress, error, error.status);
  // What is lost after the provider said that it was finished is the count of tokens, not the answer.
  if (answer.finishReason !== undefined) return succeeded(progress);
  if (call.stopped?.kind === 'timeout') return failed(progress, timeoutFailure(call.stopped.phase, context.timeouts));
  if (isConnectTimeout(error)) return failed(progress, timeoutFailure('connect', context.timeouts));
  return failed(progress, networkFailure(error, response !== undefined));
};

const aborted = (progress: Progress): LlmOutcome => ({
  kind: 'aborted',
  sent: progress.call.sent,
  partial: partialOf(progress),
  ...rateLimitsOf(progress, progress.response?.headers),
});

const refused = (progress: Progress, { error, headers: received }: APIError, status: number): LlmOutcome => {
  const headers: HeaderReader = { get: (name) => received?.get(name) ?? null };
  return failed(progress, statusFailure({ status, error, shouldRetry: headers.get('x-should-retry') }), { headers, error });
};

/** What a provider sent with or in a failure. */
interface Received {
  readonly headers: HeaderReader | undefined;
  readonly error?: unknown;
}

const failed = (
  progress: Progress,
  failure: ClassifiedFailure,
  { headers, error }: Received = { headers: progress.response?.headers },
): LlmOutcome => {
  const waitMs = headers && retryAfterMs({ headers, error }, progress.context.now);
  return {
    kind: 'failed',
    failure: {
      ...failure,
      sent: progress.call.sent,
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
      ...requestIdOf(progress, headers),
    },
    ...(progress.answer.begun && { partial: partialOf(progress) }),
    ...rateLimitsOf(progress, headers),
  };
};

const partialOf = (progress: Progress): PartialAnswer => ({ text: progress.answer.text, ...usageOf(progress) });

const usageOf = ({ answer, request, call }: Progress): Omit<PartialAnswer, 'text'> => {
  if (answer.usage || !call.sent) return { usage: answer.usage };
  return { usage: null, estimatedUsage: estimateUsage(request, answer) };
};

const rateLimitsOf = ({ context }: Progress, headers: HeaderReader | undefined): { rateLimits?: RateLimits } => {
  const rateLimits = headers && readRateLimits(headers, context.now);
  return rateLimits ? { rateLimits } : {};
};

const requestIdOf = ({ context }: Progress, headers: HeaderReader | undefined): { upstreamRequestId?: string } => {
  const id = upstreamRequestId(headers?.get('x-request-id'), context.apiKey);
  return id === undefined ? {} : { upstreamRequestId: id };
};
