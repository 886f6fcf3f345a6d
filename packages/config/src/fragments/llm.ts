import { decimal, wholeNumber } from '../number-schemas.js';
import { setting } from '../setting.js';
import { headerSecret, oneOf, plainName } from '../text-schemas.js';
import { httpUrlSchema } from '../url-schemas.js';

export const llmFragment = {
  apiKey: setting({
    env: 'OPENAI_API_KEY',
    schema: headerSecret,
    describe: "The upstream's key.",
    whenToChange: 'Always with api.openai.com; an upstream of your own may need none.',
    defaultShown: 'unset',
    secret: true,
  }),
  baseUrl: setting({
    env: 'OPENAI_BASE_URL',
    schema: httpUrlSchema,
    describe: 'Where the OpenAI-compatible upstream is.',
    whenToChange: 'For any upstream but OpenAI, such as vLLM, Ollama or a gateway.',
    default: 'https://api.openai.com/v1',
  }),
  deployment: setting({
    env: 'MILLRACE_DEPLOYMENT',
    schema: plainName,
    describe: 'The name under which a result says who answered.',
    whenToChange: "When the upstream's host says too little or too much.",
    defaultShown: 'the host of `OPENAI_BASE_URL`',
  }),
  maxTokens: setting({
    env: 'MAX_TOKENS',
    schema: wholeNumber({ min: 1, max: 10_000_000, unit: 'tokens' }),
    describe: 'The most tokens an answer may have when the task does not say.',
    whenToChange: 'When answers are cut short, or cost too much.',
    default: '1000',
  }),
  temperature: setting({
    env: 'TEMPERATURE',
    schema: decimal({ min: 0, max: 2 }),
    describe: 'The temperature when the task does not say; unset, none is sent and the model has its own.',
    whenToChange: 'When answers should be steadier or freer; some models refuse it.',
    defaultShown: 'unset: not sent',
  }),
  maxTokensParameter: setting({
    env: 'MILLRACE_MAX_TOKENS_PARAMETER',
    schema: oneOf(['auto', 'max_completion_tokens', 'max_tokens']),
    describe:
      'What the upstream calls the most tokens of an answer; `auto` = `max_completion_tokens` for api.openai.com, else `max_tokens`.',
    whenToChange: 'When the upstream refuses the one that `auto` chose.',
    default: 'auto',
  }),
};
