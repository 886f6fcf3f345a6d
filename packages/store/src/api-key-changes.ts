import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type Actor, actorArgument } from './actor.js';
import type { ApiKeyChange, ApiKeyDraft, ApiKeyRecord, NewApiKey } from './api-key.js';
import { readKeyFields, writeKeyFields } from './api-key-fields.js';
import { digestOfKey } from './api-key-lookups.js';
import type { Keys } from './keys.js';
import { createScript } from './script.js';

/** Why a key can no longer be changed. */
export type OutOfUse = 'revoked' | 'expired' | 'rotated';

export type CreateKeyOutcome = { readonly kind: 'created'; readonly created: NewApiKey } | { readonly kind: 'past' };
export type UpdateKeyOutcome =
  | { readonly kind: 'updated'; readonly apiKey: ApiKeyRecord }
  | { readonly kind: 'unknown' }
  /** The expiry does not lie ahead. */
  | { readonly kind: 'past' }
  | { readonly kind: 'not_in_use'; readonly because: OutOfUse };
export type RotateKeyOutcome =
  | { readonly kind: 'rotated'; readonly created: NewApiKey }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not_in_use'; readonly because: OutOfUse };
/** `first`: it was in use until now. */
export type RevokeKeyOutcome =
  | { readonly kind: 'revoked'; readonly apiKey: ApiKeyRecord; readonly first: boolean }
  | { readonly kind: 'unknown' };

/** Changes keys, each change with its entry in the audit log and told to every api. All of it throws `StoreUnavailableError` or `StoreFullError`. */
export interface ApiKeyChanges {
  create(draft: ApiKeyDraft, actor: Actor): Promise<CreateKeyOutcome>;
  update(id: string, change: ApiKeyChange, actor: Actor): Promise<UpdateKeyOutcome>;
  rotate(id: string, overlapMs: number, actor: Actor): Promise<RotateKeyOutcome>;
  revoke(id: string, actor: Actor): Promise<RevokeKeyOutcome>;
}

/** A new key carries its id: `mr_<id>_<secret>`. */
const newKey = (): { readonly id: string; readonly key: string } => {
  const id = randomBytes(4).toString('hex');
  return { id, key: `mr_${id}_${randomBytes(32).toString('base64url')}` };
};

const recordOf = (id: string, flat: readonly unknown[]): ApiKeyRecord =>
  readKeyFields(id, Object.fromEntries(flat.flatMap((name, place) => (place % 2 === 0 ? [[String(name), String(flat[place + 1])]] : []))));

export const createApiKeyChanges = ({ redis, keys }: { redis: Redis; keys: Keys }): ApiKeyChanges => {
  const script = (name: string) => {
    const run = createScript({ redis, keys, name });
    return (id: string, args: readonly (string | number)[]) => run(keys.apiKey(id), args) as Promise<[string, ...unknown[]]>;
  };
  const [createKey, updateKey] = [script('create-key'), script('update-key')];
  const [rotateKey, revokeKey] = [script('rotate-key'), script('revoke-key')];

  return {
    async create(draft, actor) {
      const { id, key } = newKey();
      const { tenant, scopes, name = '', limits = {}, expiresAtMs } = draft;
      const { budget, ...numbers } = limits;
      const fields = {
        ...writeKeyFields({ name, limits: numbers, ...(budget && { budget }) }),
        tenant,
        scopes: scopes.join('+'),
        digest: digestOfKey(key).toString('hex'),
      };
      const details = JSON.stringify({
        name,
        tenant,
        scopes,
        limits,
        ...(expiresAtMs !== undefined && { expires_at: isoTime(expiresAtMs) }),
      });
      const args = [id, expiresAtMs ?? '', actorArgument(actor), details, ...Object.entries(fields).flat()];
      const [kind, ...rest] = await createKey(id, args);
      // An id that is taken stays with its key; the chance is one in four billion per key there is.
      if (kind === 'taken') return this.create(draft, actor);
      return kind === 'past' ? { kind } : { kind: 'created', created: { key, apiKey: recordOf(id, rest) } };
    },
    async update(id, change, actor) {
      const { expiresAtMs, ...others } = change;
      const expiry = expiresAtMs === undefined ? {} : { expires_at: expiresAtMs === null ? null : isoTime(expiresAtMs) };
      const details = JSON.stringify({ ...others, ...expiry });
      const answer = await updateKey(id, [id, actorArgument(actor), details, ...Object.entries(writeKeyFields(change)).flat()]);
      const [kind, ...rest] = answer;
      if (kind === 'updated') return { kind, apiKey: recordOf(id, rest) };
      return kind === 'not_in_use' ? { kind, because: rest[0] as OutOfUse } : { kind: kind as 'unknown' | 'past' };
    },
    async rotate(id, overlapMs, actor) {
      const made = newKey();
      const details = JSON.stringify({ rotated_to: made.id, overlap_seconds: overlapMs / 1000 });
      const digest = digestOfKey(made.key).toString('hex');
      const [kind, ...rest] = await rotateKey(id, [id, made.id, digest, overlapMs, actorArgument(actor), details]);
      if (kind === 'taken') return this.rotate(id, overlapMs, actor);
      if (kind === 'rotated') return { kind, created: { key: made.key, apiKey: recordOf(made.id, rest) } };
      return kind === 'not_in_use' ? { kind, because: rest[0] as OutOfUse } : { kind: 'unknown' };
    },
    async revoke(id, actor) {
      const [kind, first, ...rest] = await revokeKey(id, [id, actorArgument(actor)]);
      return kind === 'revoked' ? { kind, first: first === 1, apiKey: recordOf(id, rest) } : { kind: 'unknown' };
    },
  };
};

const isoTime = (ms: number): string => new Date(ms).toISOString();
