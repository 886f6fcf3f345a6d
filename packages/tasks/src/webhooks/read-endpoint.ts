import { type EndpointEventType, endpointEventTypes, type WebhookDisabledReason } from '@millrace/contracts';
import type { Seal } from '@millrace/store';
import { endpointSecretContext, readSecrets } from './stored-secrets.js';

/** A webhook endpoint as its tenant sees it. Times are ms since the epoch by the clock of Redis. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly events: readonly EndpointEventType[];
  readonly description?: string;
  readonly enabled: boolean;
  readonly disabledReason?: WebhookDisabledReason;
  readonly disabledAtMs?: number;
  readonly createdAtMs: number;
  readonly secretRotatedAtMs?: number;
  /** Until when the secret before the newest one signs as well. */
  readonly previousSecretUntilMs?: number;
}

/** What the URL and the description of an endpoint are sealed under. */
export const endpointUrlContext = (id: string): string => `${id}:url`;
export const endpointDescriptionContext = (id: string): string => `${id}:description`;

export interface ReadEndpointOptions {
  readonly id: string;
  /** The hash `webhook`. */
  readonly record: Readonly<Record<string, string>>;
  readonly seal: Seal;
  readonly nowMs: number;
}

/** Reads an endpoint back from its hash. */
export const readEndpoint = ({ id, record, seal, nowMs }: ReadEndpointOptions): WebhookEndpoint => {
  const [, previous] = readSecrets(record.secrets ?? '[]', { seal, context: endpointSecretContext(id), nowMs });
  return {
    id,
    url: seal.open(record.url ?? '', endpointUrlContext(id)),
    events: record.events ? (record.events.split(',') as EndpointEventType[]) : endpointEventTypes,
    ...(record.description && { description: seal.open(record.description, endpointDescriptionContext(id)) }),
    enabled: record.enabled === '1',
    ...(record.disabled_reason && { disabledReason: record.disabled_reason as WebhookDisabledReason }),
    ...(record.disabled_at && { disabledAtMs: Number(record.disabled_at) }),
    createdAtMs: Number(record.created),
    ...(record.rotated && { secretRotatedAtMs: Number(record.rotated) }),
    ...(previous?.untilMs !== undefined && { previousSecretUntilMs: previous.untilMs }),
  };
};
