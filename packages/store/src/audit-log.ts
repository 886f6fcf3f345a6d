import type { AuditAction } from '@millrace/contracts';
import type { Redis } from 'ioredis';
import { type Actor, actorArgument } from './actor.js';
import type { Keys } from './keys.js';
import { createScript } from './script.js';
import { guarded } from './store-unavailable-error.js';

/** One thing an admin did. */
export interface AuditRecord {
  /** `<ms since the epoch>-<number>`, by the clock of Redis. */
  readonly id: string;
  readonly atMs: number;
  readonly actor: Actor;
  readonly action: AuditAction;
  readonly target: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface AuditLog {
  /** Newest first, after the entry with this id. Throws `StoreUnavailableError`. */
  read(request: {
    readonly limit: number;
    readonly after?: string | undefined;
  }): Promise<{ records: readonly AuditRecord[]; next?: string }>;
  /** Throws `StoreUnavailableError` or `StoreFullError`. */
  write(entry: Pick<AuditRecord, 'actor' | 'action' | 'target' | 'details'>): Promise<void>;
}

export const createAuditLog = ({ redis, keys }: { redis: Redis; keys: Keys }): AuditLog => {
  const writeEntry = createScript({ redis, keys, name: 'write-audit' });
  return {
    async read({ limit, after }) {
      const from = after === undefined ? '+' : `(${after}`;
      const entries = await guarded(() => redis.xrevrange(keys.audit, from, '-', 'COUNT', limit + 1));
      const records = entries.slice(0, limit).map(([id, fields]) => recordOf(id, fields));
      const last = entries.length > limit ? records.at(-1) : undefined;
      return { records, ...(last && { next: last.id }) };
    },
    async write({ actor, action, target, details }) {
      await writeEntry(keys.audit, [actorArgument(actor), action, target, details ? JSON.stringify(details) : '']);
    },
  };
};

const recordOf = (id: string, flat: readonly string[]): AuditRecord => {
  const fields = Object.fromEntries(flat.flatMap((name, place) => (place % 2 === 0 ? [[name, flat[place + 1] ?? '']] : [])));
  return {
    id,
    atMs: Number.parseInt(id, 10),
    actor: { keyId: fields.key ?? '', tenant: fields.tenant ?? '', requestId: fields.request ?? '' },
    action: fields.action as AuditAction,
    target: fields.target ?? '',
    ...(fields.details && { details: JSON.parse(fields.details) as Record<string, unknown> }),
  };
};
