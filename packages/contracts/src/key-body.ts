import { z } from 'zod';
import { scopes } from './operation.js';

const perMinute = z.int().min(1).max(10_000_000);

/** Tenants stand in Redis keys and logs, so their names are plain. */
const tenant = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be 1 to 64 letters, digits, dashes and underscores');
const name = z
  .string()
  .min(1)
  .max(128)
  .meta({ description: 'What it is for, in your words.', examples: ['nightly reports'] });
const time = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-11-23T12:00:00Z' });
const expiresAt = time.meta({ description: 'From then on it is refused; must lie ahead.' });
/** A smaller one would soon use up the range of priorities, beyond which tasks go first come, first served. */
const weight = z
  .number()
  .min(0.1)
  .max(100)
  .meta({ description: 'Its share of a busy route beside other keys, which have 1.', examples: [2] });

const tasksPerMinute = perMinute.meta({ description: "Submissions a minute; the installation's own limit if absent." });
const readsPerMinute = perMinute.meta({ description: "Reads a minute; the installation's own limit if absent." });
const maxInFlight = z
  .int()
  .min(1)
  .max(1_000_000)
  .meta({ description: 'Most of its tasks that are queued for a worker or running; further ones are held until there is room.' });

/** Dollars as a caller may write them: a number, or a text for those who want every digit to count. */
const dollars = (description: string) =>
  z
    .union([
      z.number().min(0).max(1_000_000),
      z.string().regex(/^\d{1,6}(\.\d{1,9})?$/, 'must be dollars such as 12.50, with at most nine decimal places'),
    ])
    .meta({
      description: `${description} US dollars, to the thousand-millionth; 0: nothing.`,
      examples: [20],
    });
const dailyUsd = dollars('Most that its tasks may cost in a UTC day.');
const monthlyUsd = dollars('Most that its tasks may cost in a UTC month.');
const onExhausted = z.enum(['hold', 'refuse']).meta({
  description:
    'What becomes of new tasks once a budget is used up: `hold` accepts them, and they wait for the next day or month, `refuse` answers `budget_exhausted`. Those accepted before wait in both cases.',
});

export const keyLimitsView = z
  .object({
    tasks_per_minute: tasksPerMinute.optional(),
    reads_per_minute: readsPerMinute.optional(),
    max_in_flight: maxInFlight.optional(),
  })
  .meta({ id: 'KeyLimits', description: 'What the key may do where that differs from what all keys may.' });

export const keyCreation = z
  .strictObject({
    name,
    tenant: tenant.meta({ description: 'Whose tasks it can see.', examples: ['acme'] }),
    scopes: z.array(z.enum(scopes)).min(1).max(scopes.length).meta({
      description: '`tasks`: submit and read tasks of its tenant; `admin`: keys, queues and the audit log of the whole installation.',
    }),
    expires_at: expiresAt.optional(),
    limits: z.strictObject(keyLimitsView.shape).optional(),
    weight: weight.optional(),
    budget: z
      .strictObject({ daily_usd: dailyUsd.optional(), monthly_usd: monthlyUsd.optional(), on_exhausted: onExhausted.default('hold') })
      .refine(({ daily_usd, monthly_usd }) => daily_usd !== undefined || monthly_usd !== undefined, 'must have daily_usd or monthly_usd')
      .optional(),
  })
  .meta({
    id: 'KeyCreation',
    examples: [{ name: 'nightly reports', tenant: 'acme', scopes: ['tasks'], limits: { tasks_per_minute: 600 } }],
  });
export type KeyCreation = z.input<typeof keyCreation>;

export const keyChange = z
  .strictObject({
    name: name.optional(),
    expires_at: expiresAt.nullable().optional().meta({ description: 'null: it does not expire.' }),
    limits: z
      .strictObject({
        tasks_per_minute: tasksPerMinute.nullable().optional(),
        reads_per_minute: readsPerMinute.nullable().optional(),
        max_in_flight: maxInFlight.nullable().optional(),
      })
      .optional()
      .meta({ description: 'Those that are named are changed; null takes one away.' }),
    weight: weight.nullable().optional().meta({ description: 'null: 1.' }),
    budget: z
      .strictObject({
        daily_usd: dailyUsd.nullable().optional(),
        monthly_usd: monthlyUsd.nullable().optional(),
        on_exhausted: onExhausted.optional(),
      })
      .nullable()
      .optional()
      .meta({ description: 'What is named is changed; null takes one away, or all of it.' }),
  })
  .meta({
    id: 'KeyChange',
    description: 'What is absent stays as it is.',
    examples: [{ limits: { max_in_flight: 20 }, expires_at: null }],
  });
export type KeyChange = z.infer<typeof keyChange>;

/** How long the old key of a rotation goes on by default, in seconds: a day. */
const defaultOverlapSeconds = 86_400;

export const keyRotation = z
  .strictObject({
    overlap_seconds: z
      .int()
      .min(0)
      .max(2_592_000)
      .default(defaultOverlapSeconds)
      .meta({ description: 'How long the old key goes on beside the new one; never longer than it would have anyway.' }),
  })
  .meta({ id: 'KeyRotation', examples: [{ overlap_seconds: 3600 }] });
export type KeyRotation = z.infer<typeof keyRotation>;
