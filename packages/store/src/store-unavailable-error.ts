/** Redis is away, does not answer in time or cannot take writes; nothing is known about what the last command did. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** Redis refuses writes because its `maxmemory` is reached. */
export class StoreFullError extends Error {
  override readonly name = 'StoreFullError';
}
