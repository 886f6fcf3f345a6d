import { isJsonObject } from './json-object.js';

/**
 * The text of an error's body, brought into the form `{"error": …}` where that can be done. Gemini sends a list with the error in it,
 * older vLLM the error's fields alone, FastAPI servers `{"detail": …}`.
 */
export const errorText = (text: string): string => {
  const body = parsed(text);
  const first: unknown = Array.isArray(body) ? body[0] : body;
  if (!isJsonObject(first)) return text;
  if (first.error !== undefined) return Array.isArray(body) ? JSON.stringify(first) : text;
  const message = typeof first.message === 'string' ? first.message : first.detail;
  return typeof message === 'string' ? JSON.stringify({ error: { ...first, message } }) : text;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
