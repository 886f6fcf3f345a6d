/** Whether a base URL is OpenAI's own; regions have hosts of their own, like eu.api.openai.com. It needs a key, and knows `max_completion_tokens` only. */
export const isOpenAi = (baseUrl: string): boolean => /(^|\.)api\.openai\.com$/.test(new URL(baseUrl).hostname);
