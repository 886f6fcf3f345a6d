/** How long an answer asks to wait, in milliseconds: seconds or a date (RFC 9110); `undefined` if it does not say. */
export const retryAfterMs = (headers: Headers): number | undefined => {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, Math.round(ms));
};
