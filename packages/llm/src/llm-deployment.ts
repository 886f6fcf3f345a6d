/** Milliseconds; see `TimeoutPhase` for where each begins and ends. */
export interface LlmTimeouts {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

/** `auto` is `max_completion_tokens` for api.openai.com, which refuses the old name for its newer models, and `max_tokens` elsewhere. */
export type MaxTokensParameter = 'auto' | 'max_completion_tokens' | 'max_tokens';

/** How a key travels: `Authorization: Bearer …` or `api-key: …`, which Azure wants. */
export type Authentication = 'bearer' | 'api-key';

/** One place that serves chat completions, and how it wants to be asked. */
export interface LlmDeployment {
  /** The name shown for who answered. */
  readonly deployment: string;
  /** Where `/chat/completions` is served, usually ending in `/v1`. */
  readonly baseUrl: string;
  /** Appended to the URL of each call, such as Azure's `api-version`. */
  readonly query?: Readonly<Record<string, string>>;
  /** Absent or empty for a server that wants none. */
  readonly apiKey?: string | undefined;
  /** Default `bearer`. */
  readonly authentication?: Authentication;
  /** The name the upstream knows the model by; absent = the name that is asked for. */
  readonly upstreamModel?: string | undefined;
  readonly maxTokensParameter: MaxTokensParameter;
  /** Names of `omittableParameters` that are left out, whatever a request says; others are passed over. */
  readonly unsupportedParameters?: readonly string[];
  /** Longest answer in tokens when the request does not say. */
  readonly defaultMaxTokens: number;
  /** Sent when the request has none; absent = the provider's own. */
  readonly defaultTemperature?: number | undefined;
  readonly timeouts: LlmTimeouts;
}
