/** Redis is away, does not answer in time or cannot take writes; nothing is known about what the last command did. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** Redis refuses writes because its `maxmemory` is reached. */
export class StoreFullError extends Error {
  override readonly name = 'StoreFullError';
}

/** Answers of a Redis that is there but cannot serve for now: starting, a replica, failing over, busy, not persisting. */
const cannotServe = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|MISCONF|BUSY|UNBLOCKED|NOAUTH|WRONGPASS)\b/;

/** Runs a Redis call and names what went wrong: only an answer that says that we asked wrongly passes as it is. */
export const guarded = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw named(error);
  }
};

/** What an error that Redis wrote inside an answer means. */
export const refusal = (message: string): unknown => named(Object.assign(new Error(message), { name: 'ReplyError' }));

const named = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  if (/^OOM\b|-OOM\b/.test(error.message)) return new StoreFullError('Redis is out of memory', { cause: error });
  const answered = error.name === 'ReplyError';
  if (answered && !cannotServe.test(error.message)) return error;
  return new StoreUnavailableError('Redis is away', { cause: error });
};
