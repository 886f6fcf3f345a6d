import { z } from 'zod';
import { usd } from './cost-view.js';
import { keyLimitsView } from './key-body.js';
import { scopes } from './operation.js';
import { queryCursor, queryLimit } from './page-query.js';

const time = z.string().meta({ format: 'date-time' });
const id = z.string().meta({ description: 'The eight characters after `mr_` of the key; safe to show.', examples: ['9f86d081'] });

const exampleKey = {
  id: '9f86d081',
  name: 'nightly reports',
  tenant: 'acme',
  scopes: ['tasks'],
  limits: { tasks_per_minute: 600 },
  weight: 1,
  budget: { daily_usd: '20', on_exhausted: 'hold' },
  spend: { today_usd: '3.2071', this_month_usd: '61.90425', reserved_usd: '0.004' },
  created_at: '2026-11-23T12:00:00.000Z',
  last_used_at: '2026-11-23T12:30:00.000Z',
};

/** A key as an admin sees it: never the key itself. */
export const keyView = z
  .object({
    id,
    name: z.string().meta({ description: 'Empty for a key that was made on the command line.' }),
    tenant: z.string(),
    scopes: z.array(z.enum(scopes)),
    limits: keyLimitsView,
    weight: z.number(),
    budget: z
      .object({ daily_usd: usd.optional(), monthly_usd: usd.optional(), on_exhausted: z.enum(['hold', 'refuse']) })
      .optional()
      .meta({ description: 'Absent if it may spend what it likes. A key that was rotated has the budget of the one that replaced it.' }),
    spend: z.object({ today_usd: usd, this_month_usd: usd, reserved_usd: usd }).meta({
      description:
        'What its tasks cost in this UTC day and month, together with those of the keys it replaced or is replaced by, and what is set aside for calls that run.',
    }),
    created_at: time,
    expires_at: time.optional().meta({ format: 'date-time', description: 'From then on it is refused; absent if it does not expire.' }),
    revoked_at: time.optional(),
    last_used_at: time.optional().meta({ format: 'date-time', description: 'To within about a minute; absent if it never was.' }),
    rotated_from: z.string().optional().meta({ description: 'The key it replaces.' }),
    rotated_to: z.string().optional().meta({ description: 'The key that replaces it.' }),
  })
  .meta({ id: 'Key', examples: [exampleKey] });
export type KeyView = z.infer<typeof keyView>;

export const createdKey = keyView
  .extend({ key: z.string().meta({ description: 'The key itself, in this answer only: it is kept nowhere.' }) })
  .meta({ id: 'CreatedKey', examples: [{ ...exampleKey, key: 'mr_9f86d081_uVvVgKhqbTKSXZ3vXoPD3nCqg4vHhVwvRUGYcVbFLBI' }] });
export type CreatedKey = z.infer<typeof createdKey>;

export const keyListQuery = z.strictObject({
  tenant: z.string().min(1).max(64).optional().meta({ description: 'Only keys of this tenant.' }),
  limit: queryLimit('keys'),
  cursor: queryCursor,
});
export type KeyListQuery = z.infer<typeof keyListQuery>;

export const keyList = z
  .object({
    object: z.literal('list'),
    data: z.array(keyView),
    has_more: z.boolean(),
    next_cursor: z.string().optional(),
  })
  .meta({ id: 'KeyList', examples: [{ object: 'list', data: [exampleKey], has_more: false }] });
export type KeyList = z.infer<typeof keyList>;
