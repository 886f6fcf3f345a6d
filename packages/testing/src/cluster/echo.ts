import type { UpstreamCall } from '../upstream/upstream-call.js';
import { answer, type UpstreamScript } from '../upstream/upstream-scripts.js';

/** The last thing a call says. */
export const promptOf = (call: UpstreamCall): string => {
  const messages = call.body.messages as readonly { readonly content: string }[];
  return messages.at(-1)?.content ?? '';
};

/** Answers each prompt with words of its own, so that no answer fits another task. */
export const echo: UpstreamScript = (reply, call) => answer(`You said: ${promptOf(call)}`)(reply, call);
