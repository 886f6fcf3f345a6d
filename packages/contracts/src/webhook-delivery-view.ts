import { z } from 'zod';
import { queryNumber } from './query-number.js';
import { defaultPageSize } from './task-list.js';
import { type DeliveryState, deliveryFailureReasons, deliveryOutcomes, deliveryStates, webhookEventTypes } from './webhook-event.js';
import { webhookId, webhookTime } from './webhook-fields.js';

const deliveryId = z.string().meta({ examples: ['msg_0a1b2c3d4e5f60718293a4b5c6d7e8f9'] });

const attempt = z
  .object({
    number: z.int(),
    started_at: webhookTime,
    duration_ms: z.int(),
    outcome: z.enum(deliveryOutcomes).meta({
      description:
        '`refused`: any status but 2xx, 3xx and 410; `redirected`: 3xx, which is not followed; `blocked`: the address is none that this installation calls; `gone`: 410.',
    }),
    status_code: z.int().optional().meta({ description: 'Absent when no answer came.' }),
  })
  .meta({ id: 'WebhookAttempt' });

export const webhookDeliveryView = z
  .object({
    id: deliveryId.meta({ description: 'The same in `webhook-id` of every attempt, and in the body.' }),
    type: z.enum(webhookEventTypes),
    task_id: z.string().optional().meta({ description: 'Absent for a test.' }),
    webhook_id: webhookId.optional().meta({ description: 'The endpoint; absent for the webhook of a task.' }),
    url: z.string().meta({ description: 'Without its query; empty once neither an attempt nor the endpoint tells it.' }),
    status: z.enum(deliveryStates),
    reason: z.enum(deliveryFailureReasons).optional().meta({
      description:
        'Why it failed, if no attempt says it: its endpoint is `disabled` or `deleted`; `too_many_pending`: when it was created, too many deliveries of the tenant were pending, so it was never sent; `unreadable`: what is stored of it could not be read.',
    }),
    created_at: webhookTime,
    next_attempt_at: webhookTime.optional().meta({ description: 'While it is pending.' }),
    attempts: z.array(attempt).meta({ description: 'The latest ones, oldest first.' }),
  })
  .meta({
    id: 'WebhookDelivery',
    examples: [
      {
        id: 'msg_0a1b2c3d4e5f60718293a4b5c6d7e8f9',
        type: 'task.succeeded',
        task_id: 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1',
        webhook_id: 'we_4f1c2d3e5a6b47889900aabbccddeeff',
        url: 'https://hooks.example.com/millrace',
        status: 'delivered',
        created_at: '2026-11-23T12:00:04.020Z',
        attempts: [
          { number: 1, started_at: '2026-11-23T12:00:04.040Z', duration_ms: 120, outcome: 'refused', status_code: 503 },
          { number: 2, started_at: '2026-11-23T12:00:09.300Z', duration_ms: 95, outcome: 'delivered', status_code: 204 },
        ],
      },
    ],
  });
export type WebhookDeliveryView = z.infer<typeof webhookDeliveryView>;

const oneState = `(${deliveryStates.join('|')})`;

/** What `GET /v1/webhooks/deliveries` can be asked for. */
export const webhookDeliveryQuery = z.strictObject({
  limit: queryNumber({ minimum: 1, maximum: 100, description: `Most deliveries of a page; ${defaultPageSize} if absent.` }),
  cursor: z
    .string()
    .regex(/^[\w-]{1,128}$/, 'must be a `next_cursor` of this list')
    .optional()
    .meta({ description: 'Goes on after an earlier page: its `next_cursor`, with the same filters.' }),
  webhook_id: z.string().min(1).max(64).optional().meta({ description: 'Only deliveries to this endpoint.' }),
  task_id: z.string().min(1).max(64).optional().meta({ description: 'Only deliveries about this task.' }),
  status: z
    .string()
    .regex(new RegExp(`^${oneState}(,${oneState})*$`), `must be one or more of ${deliveryStates.join(', ')}, with commas between them`)
    .transform((text) => [...new Set(text.split(','))] as DeliveryState[])
    .optional()
    .meta({ description: 'Only deliveries in these states, such as `failed`.' }),
});
export type WebhookDeliveryQuery = z.infer<typeof webhookDeliveryQuery>;

export const webhookDeliveryList = z
  .object({
    object: z.literal('list'),
    data: z.array(webhookDeliveryView),
    has_more: z.boolean().meta({ description: 'Whether there may be further pages.' }),
    next_cursor: z.string().optional().meta({ description: 'Leads to the next page; absent on the last one.' }),
  })
  .meta({ id: 'WebhookDeliveryList', examples: [{ object: 'list', data: [], has_more: false }] });
export type WebhookDeliveryList = z.infer<typeof webhookDeliveryList>;
