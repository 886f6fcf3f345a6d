import { z } from 'zod';
import { endpointEventTypes, webhookDisabledReasons } from './webhook-event.js';
import { exampleSecret, webhookFields, webhookId, webhookTime } from './webhook-fields.js';

export const newWebhookEndpoint = z
  .strictObject({
    url: webhookFields.url,
    events: webhookFields.endpointEvents.optional(),
    description: webhookFields.description.optional(),
    secret: webhookFields.secret.optional().meta({
      description: 'What signs, `whsec_` and 24 to 64 bytes in base64; a new one is made if absent.',
    }),
  })
  .meta({ id: 'NewWebhookEndpoint', examples: [{ url: 'https://hooks.example.com/millrace', events: ['task.succeeded', 'task.failed'] }] });
export type NewWebhookEndpoint = z.infer<typeof newWebhookEndpoint>;

export const webhookEndpointChange = z
  .strictObject({
    url: webhookFields.url.optional(),
    events: webhookFields.endpointEvents.optional(),
    description: webhookFields.description.nullable().optional().meta({ description: 'A note of yours; `null` takes it away.' }),
    enabled: z.boolean().optional().meta({ description: 'Whether anything is sent; `true` also forgets why it was disabled.' }),
  })
  .refine((change) => Object.keys(change).length > 0, 'name at least one field to change')
  .meta({ id: 'WebhookEndpointChange', examples: [{ enabled: true }, { events: ['task.failed'], description: null }] });
export type WebhookEndpointChange = z.infer<typeof webhookEndpointChange>;

const fields = {
  id: webhookId,
  url: z.string(),
  events: z.array(z.enum(endpointEventTypes)),
  description: z.string().optional(),
  enabled: z.boolean(),
  disabled_reason: z.enum(webhookDisabledReasons).optional().meta({
    description: '`gone`: it answered 410; `failing`: nothing got through for a whole schedule of attempts; `caller`: you said so.',
  }),
  disabled_at: webhookTime.optional(),
  created_at: webhookTime,
  secret_rotated_at: webhookTime.optional(),
  previous_secret_until: webhookTime.optional().meta({ description: 'Until when the secret before this one signs as well.' }),
};
const example = {
  id: 'we_4f1c2d3e5a6b47889900aabbccddeeff',
  url: 'https://hooks.example.com/millrace',
  events: ['task.succeeded', 'task.failed'],
  enabled: true,
  created_at: '2026-11-23T12:00:00.000Z',
};

export const webhookEndpointView = z.object(fields).meta({ id: 'WebhookEndpoint', examples: [example] });
export type WebhookEndpointView = z.infer<typeof webhookEndpointView>;

export const webhookEndpointWithSecret = z
  .object({ ...fields, secret: z.string().meta({ description: 'What signs from now on; shown in this answer only.' }) })
  .meta({ id: 'WebhookEndpointWithSecret', examples: [{ ...example, secret: exampleSecret }] });
export type WebhookEndpointWithSecret = z.infer<typeof webhookEndpointWithSecret>;

export const webhookEndpointList = z
  .object({ object: z.literal('list'), data: z.array(webhookEndpointView), has_more: z.literal(false) })
  .meta({ id: 'WebhookEndpointList', examples: [{ object: 'list', data: [example], has_more: false }] });
export type WebhookEndpointList = z.infer<typeof webhookEndpointList>;

export const webhookEndpointRemoval = z
  .object({ id: webhookId, deleted: z.literal(true) })
  .meta({ id: 'WebhookEndpointRemoval', examples: [{ id: example.id, deleted: true }] });
export type WebhookEndpointRemoval = z.infer<typeof webhookEndpointRemoval>;
