import { z } from 'zod';
import { exampleSecret, webhookTime } from './webhook-fields.js';

export const defaultOverlapSeconds = 86_400;

/** What a rotation may be told. */
export const secretRotation = z
  .strictObject({
    overlap_seconds: z
      .int()
      .min(0)
      .max(604_800)
      .optional()
      .meta({ description: `How long the secrets before it go on signing as well; ${defaultOverlapSeconds} (a day) if absent.` }),
  })
  .meta({ id: 'SecretRotation', examples: [{ overlap_seconds: 3600 }] });
export type SecretRotation = z.infer<typeof secretRotation>;

export const signingSecretView = z
  .object({
    secret: z.string().meta({ description: 'Signs the webhooks of tasks that came without a secret of their own.' }),
    created_at: webhookTime.meta({ description: 'When the first one was made.' }),
    rotated_at: webhookTime.optional().meta({ description: 'When this one took its place.' }),
    previous_secret_until: webhookTime.optional().meta({ description: 'Until when the secret before this one signs as well.' }),
  })
  .meta({ id: 'SigningSecret', examples: [{ secret: exampleSecret, created_at: '2026-11-23T12:00:00.000Z' }] });
export type SigningSecretView = z.infer<typeof signingSecretView>;
