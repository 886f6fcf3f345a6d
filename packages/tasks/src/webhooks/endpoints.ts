import type { EndpointEventType } from '@millrace/contracts';
import { createScript, guarded, type Keys, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';
import { endpointDescriptionContext, endpointUrlContext, readEndpoint, type WebhookEndpoint } from './read-endpoint.js';
import { endpointSecretContext, storedSecrets } from './stored-secrets.js';
import { newWebhookId } from './webhook-ids.js';

export interface WebhookEndpointsOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
}

export interface NewEndpoint {
  readonly tenant: string;
  readonly url: string;
  /** All if absent. */
  readonly events?: readonly EndpointEventType[];
  readonly description?: string;
  /** `whsec_…` */
  readonly secret: string;
}

/** What is absent stays; an empty description goes. */
export interface EndpointChange {
  readonly url?: string;
  readonly events?: readonly EndpointEventType[];
  readonly description?: string;
  readonly enabled?: boolean;
}

export interface EndpointOf {
  readonly tenant: string;
  readonly id: string;
}

/** The webhook endpoints of tenants; one of another tenant is like none. All throw `StoreUnavailableError`. */
export interface WebhookEndpoints {
  /** Undefined when the tenant has as many as it may. */
  create(endpoint: NewEndpoint): Promise<WebhookEndpoint | undefined>;
  /** Oldest first. */
  list(tenant: string): Promise<readonly WebhookEndpoint[]>;
  read(endpoint: EndpointOf): Promise<WebhookEndpoint | undefined>;
  update(endpoint: EndpointOf, change: EndpointChange): Promise<WebhookEndpoint | undefined>;
  /** Whether there was one. */
  remove(endpoint: EndpointOf): Promise<boolean>;
}

export const mostEndpoints = 20;

export const createWebhookEndpoints = ({ redis, keys, seal }: WebhookEndpointsOptions): WebhookEndpoints => {
  const createEndpoint = createScript({ redis, keys, name: 'create-webhook' });
  const updateEndpoint = createScript({ redis, keys, name: 'update-webhook' });
  const deleteEndpoint = createScript({ redis, keys, name: 'delete-webhook' });

  const readAll = async (tenant: string, ids: readonly string[]): Promise<WebhookEndpoint[]> => {
    const [[seconds], ...records] = await guarded(() => Promise.all([redis.time(), ...ids.map((id) => redis.hgetall(keys.webhook(id)))]));
    const nowMs = Number(seconds) * 1000;
    return records.flatMap((record, place) =>
      record.tenant === tenant ? [readEndpoint({ id: ids[place] ?? '', record, seal, nowMs })] : [],
    );
  };
  const read: WebhookEndpoints['read'] = async ({ tenant, id }) => (await readAll(tenant, [id]))[0];

  return {
    async create({ tenant, url, events = [], description, secret }) {
      const id = newWebhookId();
      const fields = [seal.seal(url, endpointUrlContext(id)), events.join(','), sealDescription(description, id, seal)];
      const secrets = storedSecrets(seal.seal(secret, endpointSecretContext(id)));
      const [answer] = (await createEndpoint(keys.webhook(id), [id, tenant, mostEndpoints, ...fields, secrets])) as [string];
      return answer === 'created' ? read({ tenant, id }) : undefined;
    },
    async list(tenant) {
      const ids = await guarded(() => redis.smembers(keys.tenantWebhooks(tenant)));
      return (await readAll(tenant, ids)).sort((a, b) => a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1));
    },
    read,
    async update({ tenant, id }, change) {
      const changed = await updateEndpoint(keys.webhook(id), [tenant, enabledText(change), ...fieldsOf(change, id, seal)]);
      return changed === 1 ? read({ tenant, id }) : undefined;
    },
    remove: async ({ tenant, id }) => (await deleteEndpoint(keys.webhook(id), [id, tenant])) === 1,
  };
};

const sealDescription = (description: string | undefined, id: string, seal: Seal): string =>
  description ? seal.seal(description, endpointDescriptionContext(id)) : '';

const enabledText = ({ enabled }: EndpointChange): string => (enabled === undefined ? '' : enabled ? '1' : '0');

const fieldsOf = ({ url, events, description }: EndpointChange, id: string, seal: Seal): string[] => [
  ...(url === undefined ? [] : ['url', seal.seal(url, endpointUrlContext(id))]),
  ...(events === undefined ? [] : ['events', events.join(',')]),
  ...(description === undefined ? [] : ['description', sealDescription(description, id, seal)]),
];
