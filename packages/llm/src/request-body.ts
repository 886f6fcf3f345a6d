import { omittableParameters } from '@millrace/contracts';
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import { isOpenAi } from './is-open-ai.js';
import type { LlmDeployment, MaxTokensParameter } from './llm-deployment.js';
import type { LlmRequest } from './llm-request.js';

export interface RequestBodySettings {
  readonly maxTokensParameter: Exclude<MaxTokensParameter, 'auto'>;
  readonly defaultMaxTokens: number;
  readonly defaultTemperature: number | undefined;
  /** Replaces the name that is asked for. */
  readonly upstreamModel?: string | undefined;
  /** Names of parameters this upstream refuses. */
  readonly leftOut?: readonly string[];
}

/** Settles what `auto` means for this base URL. */
export const requestBodySettings = (options: LlmDeployment): RequestBodySettings => ({
  maxTokensParameter: options.maxTokensParameter === 'auto' ? parameterOf(options.baseUrl) : options.maxTokensParameter,
  defaultMaxTokens: options.defaultMaxTokens,
  defaultTemperature: options.defaultTemperature,
  upstreamModel: options.upstreamModel,
  leftOut: leftOut(options.unsupportedParameters ?? []),
});

/** Without a stream its options make no sense, and are refused. */
const leftOut = (unsupported: readonly string[]): readonly string[] =>
  omittableParameters.filter((name) => unsupported.includes(name) || (name === 'stream_options' && unsupported.includes('stream')));

const parameterOf = (baseUrl: string): RequestBodySettings['maxTokensParameter'] =>
  isOpenAi(baseUrl) ? 'max_completion_tokens' : 'max_tokens';

/**
 * What is sent for a request. A stream, unless the upstream knows none, so that silence can be told from work and an answer need not be whole to be read.
 * What neither the caller nor the operator set is left to the provider. https://platform.openai.com/docs/api-reference/chat/create
 */
export const requestBody = (request: LlmRequest, settings: RequestBodySettings): ChatCompletionCreateParamsStreaming => {
  const temperature = request.temperature ?? settings.defaultTemperature;
  const body: Record<string, unknown> = {
    model: settings.upstreamModel ?? request.model,
    messages: request.messages,
    [settings.maxTokensParameter]: request.maxTokens ?? settings.defaultMaxTokens,
    ...(temperature !== undefined && { temperature }),
    ...(request.topP !== undefined && { top_p: request.topP }),
    ...(request.stop !== undefined && { stop: request.stop }),
    ...(request.seed !== undefined && { seed: request.seed }),
    ...(request.responseFormat !== undefined && { response_format: request.responseFormat }),
    ...(request.tools !== undefined && { tools: request.tools }),
    ...(request.toolChoice !== undefined && { tool_choice: request.toolChoice }),
    stream: true,
    stream_options: { include_usage: true },
  };
  for (const name of settings.leftOut ?? []) delete body[name];
  return body as unknown as ChatCompletionCreateParamsStreaming;
};
