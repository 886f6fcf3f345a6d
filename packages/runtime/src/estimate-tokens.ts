/** English has about four bytes to a token; other languages and code have fewer. */
const bytesPerToken = 4;

/** About how many tokens a text is, counted in bytes: no vocabulary, the same for all models, and cheap. */
export const estimateTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / bytesPerToken);
