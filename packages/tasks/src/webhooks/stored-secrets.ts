import type { Seal } from '@millrace/store';

/** A secret and until when it signs, ms since the epoch by the clock of Redis; absent = until it is rotated. */
export interface SigningSecret {
  readonly secret: string;
  readonly untilMs?: number;
}

interface StoredSecret {
  readonly sealed: string;
  readonly until?: number;
}

/** Reads the field `secrets` as `rotate-secret.lua` writes it, without those whose time is over; the newest is first. `context` is the one they are sealed under. */
export const readSecrets = (text: string, { seal, context, nowMs }: { seal: Seal; context: string; nowMs: number }): SigningSecret[] =>
  (JSON.parse(text) as StoredSecret[])
    .filter(({ until = Number.POSITIVE_INFINITY }) => until > nowMs)
    .map(({ sealed, until }) => ({ secret: seal.open(sealed, context), ...(until !== undefined && { untilMs: until }) }));

/** What the secrets of an endpoint are sealed under, and likewise the default one of a tenant. */
export const endpointSecretContext = (endpointId: string): string => `${endpointId}:secret`;
export const defaultSecretContext = (tenant: string): string => `${tenant}:webhook-secret`;

/** What `secrets` holds for one secret, sealed. */
export const storedSecrets = (sealed: string): string => JSON.stringify([{ sealed }] satisfies StoredSecret[]);
