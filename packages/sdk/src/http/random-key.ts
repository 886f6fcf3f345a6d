/** A text that nobody has used before, for `Idempotency-Key`. Not `randomUUID`, which browsers have on secure pages only. */
export const randomKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
