/** Parameters of a chat completion that an upstream may refuse to know, and that can be left out of what it is asked. */
export const omittableParameters = [
  'max_completion_tokens',
  'max_tokens',
  'response_format',
  'seed',
  'stop',
  'stream',
  'stream_options',
  'temperature',
  'tool_choice',
  'tools',
  'top_p',
] as const;
export type OmittableParameter = (typeof omittableParameters)[number];
