import type { WebhookEndpointList } from '@millrace/contracts';
import type { Calls } from '../http/create-calls.js';
import type { DeliveryQuery, Webhooks } from './webhooks.js';

const root = 'webhooks';
const deliveries = [root, 'deliveries'];
const secret = [root, 'signing-secret'];

const queryOf = ({ status, ...rest }: DeliveryQuery) => ({ ...rest, status: typeof status === 'object' ? status.join(',') : status });

export const createWebhooks = ({ read, change, act, all }: Calls): Webhooks => ({
  create: (endpoint, options) => act([root], options, endpoint),
  list: async (options) => (await read<WebhookEndpointList>([root], options)).data,
  get: (id, options) => read([root, id], options),
  update: (id, changes, options) => change('PATCH', [root, id], options, changes),
  delete: (id, options) => change('DELETE', [root, id], options),
  rotate: (id, rotation, options) => act([root, id, 'rotate'], options, rotation),
  test: (id, options) => act([root, id, 'test'], options),
  deliveries: (query = {}, options) => all(deliveries, options, queryOf(query)),
  deliveriesPage: (query = {}, options) => read(deliveries, options, queryOf(query)),
  delivery: (id, options) => read([...deliveries, id], options),
  replay: (id, options) => act([...deliveries, id, 'replay'], options),
  signingSecret: (options) => read(secret, options),
  rotateSigningSecret: (rotation, options) => act([...secret, 'rotate'], options, rotation),
});
