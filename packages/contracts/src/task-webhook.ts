import { z } from 'zod';
import { taskEventTypes } from './webhook-event.js';
import { webhookFields } from './webhook-fields.js';

/** The webhook of one task, as its submission names it. */
export const taskWebhook = z
  .strictObject({
    url: webhookFields.url,
    events: webhookFields.events.optional(),
    secret: webhookFields.secret.optional().meta({
      description: "What signs, `whsec_` and 24 to 64 bytes in base64; your tenant's own if absent (`GET /v1/webhooks/signing-secret`).",
    }),
  })
  .meta({ id: 'TaskWebhook', description: 'Whom to tell of the end of this task, beside the endpoints of your tenant.' });
export type TaskWebhook = z.infer<typeof taskWebhook>;

export const taskWebhookView = z
  .object({ url: z.string().meta({ description: 'Without its query.' }), events: z.array(z.enum(taskEventTypes)) })
  .meta({ id: 'TaskWebhookView', description: 'Whom the end of this task is told to; the secret is never shown.' });
