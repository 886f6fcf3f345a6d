import type { Redis } from 'ioredis';
import { guarded, StoreUnavailableError } from './store-unavailable-error.js';

export interface ConfirmDurableOptions {
  /** A connection of its own: Redis answers nothing else on it meanwhile. */
  readonly redis: Pick<Redis, 'set' | 'call'>;
  readonly key: string;
  /** `disk`: the append-only file of the server has been synced; `replicas`: so many have received it. */
  readonly durability: { readonly kind: 'disk' } | { readonly kind: 'replicas'; readonly count: number };
  readonly patienceMs: number;
}

/** Resolves once everything that was written before the call is as durable as wanted; throws a `StoreUnavailableError` if that cannot be told in time. */
export type ConfirmDurable = () => Promise<void>;

/** Those who ask while one look is under way share the next, which begins after all of them have written. */
export const createConfirmDurable = (options: ConfirmDurableOptions): ConfirmDurable => {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const start = (): Promise<void> => {
    current = look(options).finally(() => {
      current = undefined;
    });
    return current;
  };
  return () => {
    if (!current) return start();
    next ??= current
      .catch(() => {})
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
};

const look = async ({ redis, key, durability, patienceMs }: ConfirmDurableOptions): Promise<void> => {
  const replicas = durability.kind === 'replicas';
  const question = replicas ? (['WAIT', durability.count, patienceMs] as const) : (['WAITAOF', 1, 0, patienceMs] as const);
  const [name, ...args] = question;
  // Written after what is to be confirmed, on the connection that asks: Redis answers for what its asker wrote last, and all before it.
  const [, answer] = await guarded(() => Promise.all([redis.set(key, '1'), redis.call(name, ...args)])).catch(unknownCommand);
  const safe = replicas ? Number(answer) >= durability.count : Number((answer as readonly unknown[])[0]) >= 1;
  if (!safe) throw new StoreUnavailableError(replicas ? `fewer than ${durability.count} replicas have it` : 'it is not on the disk yet');
};

const unknownCommand = (error: unknown): never => {
  if (error instanceof Error && /^ERR unknown command/.test(error.message))
    throw new StoreUnavailableError('MILLRACE_DURABILITY=always needs Redis 7.2 or Valkey 8 (WAITAOF)', { cause: error });
  throw error;
};
