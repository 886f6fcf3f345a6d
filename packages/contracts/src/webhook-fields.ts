import { z } from 'zod';
import { endpointEventTypes, taskEventTypes } from './webhook-event.js';

export const exampleSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=';

const eventsOf = <const Types extends readonly [string, ...string[]]>(types: Types) =>
  z
    .array(z.enum(types))
    .min(1)
    .max(types.length)
    .refine((events) => new Set(events).size === events.length, 'must name each event once')
    .meta({ description: 'Only these events; all if absent.' });

/** What says where webhooks go, of which events, and how they are signed. */
export const webhookFields = {
  url: z
    .string()
    .min(1)
    .max(2048)
    .meta({
      format: 'uri',
      examples: ['https://hooks.example.com/millrace'],
      description: 'Where to send to: https, without user name and password, on the public internet unless the installation allows more.',
    }),
  events: eventsOf(taskEventTypes),
  /** Of an endpoint. */
  endpointEvents: eventsOf(endpointEventTypes),
  secret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, 'must be `whsec_` and 24 to 64 bytes in base64')
    .meta({ description: 'What signs, `whsec_` and 24 to 64 bytes in base64; never shown again.', examples: [exampleSecret] }),
  description: z.string().max(256).meta({ description: 'A note of yours.' }),
};

const time = (example: string) => z.string().meta({ format: 'date-time', examples: [example] });
export const webhookTime = time('2026-11-23T12:00:00.000Z');
export const webhookId = z.string().meta({ examples: ['we_4f1c2d3e5a6b47889900aabbccddeeff'] });
