import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import { isOpenAi } from './is-open-ai.js';
import type { LlmClientOptions, MaxTokensParameter } from './llm-client.js';
import type { LlmRequest } from './llm-request.js';

export interface RequestBodySettings {
  readonly maxTokensParameter: Exclude<MaxTokensParameter, 'auto'>;
  readonly defaultMaxTokens: number;
  readonly defaultTemperature: number | undefined;
}

/** Settles what `auto` means for this base URL. */
export const requestBodySettings = (options: LlmClientOptions): RequestBodySettings => ({
  maxTokensParameter: options.maxTokensParameter === 'auto' ? parameterOf(options.baseUrl) : options.maxTokensParameter,
  defaultMaxTokens: options.defaultMaxTokens,
  defaultTemperature: options.defaultTemperature,
});

const parameterOf = (baseUrl: string): RequestBodySettings['maxTokensParameter'] =>
  isOpenAi(baseUrl) ? 'max_completion_tokens' : 'max_tokens';

/**
 * What is sent for a request. Always a stream, so that silence can be told from work and an answer need not be whole to be read.
 * What neither the caller nor the operator set is left to the provider. https://platform.openai.com/docs/api-reference/chat/create
 */
export const requestBody = (request: LlmRequest, settings: RequestBodySettings): ChatCompletionCreateParamsStreaming => {
  const temperature = request.temperature ?? settings.defaultTemperature;
  const body = {
    model: request.model,
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
  return body as unknown as ChatCompletionCreateParamsStreaming;
};
