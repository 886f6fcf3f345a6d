const known: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)openai\.azure\.com$/, 'azure.ai.openai'],
  [/(^|\.)(services\.ai|inference\.ai|models\.ai)\.azure\.com$/, 'azure.ai.inference'],
  [/(^|\.)anthropic\.com$/, 'anthropic'],
  [/^generativelanguage\.googleapis\.com$/, 'gcp.gemini'],
  [/-?aiplatform\.googleapis\.com$/, 'gcp.vertex_ai'],
  [/^bedrock.*\.amazonaws\.com$/, 'aws.bedrock'],
  [/(^|\.)mistral\.ai$/, 'mistral_ai'],
  [/(^|\.)groq\.com$/, 'groq'],
  [/(^|\.)deepseek\.com$/, 'deepseek'],
  [/(^|\.)x\.ai$/, 'x_ai'],
  [/(^|\.)perplexity\.ai$/, 'perplexity'],
  [/(^|\.)cohere\.(ai|com)$/, 'cohere'],
];

/** `gen_ai.provider.name` as OpenTelemetry lists them; whoever else speaks OpenAI's language is `openai`, as its convention says. */
export const providerName = (host: string): string => known.find(([pattern]) => pattern.test(host))?.[1] ?? 'openai';
