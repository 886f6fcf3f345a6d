import type { Scope } from '@millrace/contracts';
import type { ApiKeyChange, ApiKeyRecord } from './api-key.js';
import { readKeyBudget, writeKeyBudget } from './key-budget-fields.js';
import type { KeyLimits } from './key-limits.js';

type Fields = Readonly<Record<string, string>>;

const limitFields = {
  tasksPerMinute: 'tasks_per_minute',
  readsPerMinute: 'reads_per_minute',
  maxInFlight: 'max_in_flight',
  weight: 'weight',
} as const satisfies Record<Exclude<keyof KeyLimits, 'budget'>, string>;
const limitNames = Object.keys(limitFields) as (keyof typeof limitFields)[];

/** The fields a change writes, '' for what it takes away. */
export const writeKeyFields = ({ name, expiresAtMs, limits = {}, budget }: ApiKeyChange): Fields => {
  const changed = limitNames.flatMap((limit) => (limits[limit] === undefined ? [] : [[limitFields[limit], String(limits[limit] ?? '')]]));
  return {
    ...(name !== undefined && { name }),
    ...(expiresAtMs !== undefined && { expires: String(expiresAtMs ?? '') }),
    ...Object.fromEntries(changed),
    ...(budget !== undefined && writeKeyBudget(budget)),
  };
};

/** Reads a record as the scripts write it. */
export const readKeyFields = (id: string, fields: Fields): ApiKeyRecord => {
  const limits = Object.fromEntries(
    limitNames.flatMap((limit) => (fields[limitFields[limit]] ? [[limit, Number(fields[limitFields[limit]])]] : [])),
  );
  const budget = readKeyBudget(fields);
  const all = { ...limits, ...(budget && { budget }) };
  return {
    id,
    name: fields.name ?? '',
    tenant: fields.tenant ?? '',
    scopes: (fields.scopes ?? '').split('+') as Scope[],
    ...(Object.keys(all).length > 0 && { limits: all }),
    createdAtMs: Number(fields.created ?? 0),
    ...(fields.expires && { expiresAtMs: Number(fields.expires) }),
    ...(fields.revoked && { revokedAtMs: Number(fields.revoked) }),
    ...(fields.last_used && { lastUsedAtMs: Number(fields.last_used) }),
    ...(fields.rotated_from && { rotatedFrom: fields.rotated_from }),
    ...(fields.rotated_to && { rotatedTo: fields.rotated_to }),
    ...(fields.account && { account: fields.account }),
  };
};

/** Whether a key with these fields opens anything at this time, by the clock of Redis. */
export const keyIsInUse = (
  { digest, revoked, expires }: { digest?: string | null; revoked?: string | null; expires?: string | null },
  nowMs: number,
): boolean => Boolean(digest) && !revoked && (!expires || Number(expires) > nowMs);
