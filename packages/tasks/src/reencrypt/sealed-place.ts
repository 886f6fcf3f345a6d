import { endpointDescriptionContext, endpointUrlContext } from '../webhooks/read-endpoint.js';
import { deliveryUrlContext } from '../webhooks/stored-delivery.js';
import { defaultSecretContext, endpointSecretContext } from '../webhooks/stored-secrets.js';
import { taskWebhookContext } from '../webhooks/task-webhook.js';

/** What of a key is sealed, and under what. */
export type SealedPlace =
  | { readonly kind: 'text'; readonly context: string }
  | { readonly kind: 'events'; readonly context: string }
  /** `contextOf` is given the hash; `secrets` is the context of those in the field of that name. */
  | {
      readonly kind: 'fields';
      readonly fields: Readonly<Record<string, (hash: Readonly<Record<string, string>>) => string>>;
      readonly secrets?: string;
    }
  /** Found by a digest that only the key it was made with can make. */
  | { readonly kind: 'kept_answer' };

const places: readonly (readonly [RegExp, (id: string, part: string) => SealedPlace])[] = [
  [/^task:([^:]+):(payload|metadata|result)$/, (id, part) => ({ kind: 'text', context: `${id}:${part}` })],
  [/^task:([^:]+):webhook$/, (id) => ({ kind: 'text', context: taskWebhookContext(id) })],
  [/^task:([^:]+):events$/, (id) => ({ kind: 'events', context: `${id}:events` })],
  [
    /^webhook:([^:]+)$/,
    (id) => ({
      kind: 'fields',
      fields: { url: () => endpointUrlContext(id), description: () => endpointDescriptionContext(id) },
      secrets: endpointSecretContext(id),
    }),
  ],
  [/^tenant:(.+):webhook-secret$/, (tenant) => ({ kind: 'fields', fields: {}, secrets: defaultSecretContext(tenant) })],
  [
    /^delivery:([^:]+)$/,
    (id) => ({
      kind: 'fields',
      fields: { url: () => deliveryUrlContext(id), body: () => `${id}:body`, target: ({ task = '' }) => taskWebhookContext(task) },
    }),
  ],
  [/^llm:response:/, () => ({ kind: 'kept_answer' })],
];

/** By its name without the prefix; undefined = nothing of it is sealed. */
export const sealedPlace = (name: string): SealedPlace | undefined => {
  for (const [pattern, place] of places) {
    const [matched, id = '', part = ''] = pattern.exec(name) ?? [];
    if (matched !== undefined) return place(id, part);
  }
  return undefined;
};
