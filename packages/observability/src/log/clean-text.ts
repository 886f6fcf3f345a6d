import { maskSecrets } from './mask-secrets.js';

const longest = 2_000;

/** A text as a log may hold it: credentials masked, then cut to 2,000 characters. What is far too long is cut first, so that masking stays cheap. */
export const cleanText = (text: string): string => {
  const masked = maskSecrets(text.length > 4 * longest ? text.slice(0, 4 * longest) : text);
  return masked.length > longest ? `${masked.slice(0, longest)}…` : masked;
};
