import type { TaskPayload } from '@millrace/contracts';

/** English has about four bytes to a token; for other languages, code and other tokenizers each deployment learns how far that is off. */
const bytesPerToken = 4;

/** About how many tokens a provider will count for what a task asks. */
export const estimateInputTokens = ({ messages, tools }: Pick<TaskPayload, 'messages' | 'tools'>): number => {
  let bytes = tools ? Buffer.byteLength(JSON.stringify(tools)) : 0;
  for (const message of messages) {
    const { content } = message;
    bytes += typeof content === 'string' ? Buffer.byteLength(content) : Buffer.byteLength(JSON.stringify(message));
  }
  return Math.max(1, Math.ceil(bytes / bytesPerToken));
};
