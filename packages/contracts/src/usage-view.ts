import { z } from 'zod';
import { usd } from './cost-view.js';

/** What rows of usage can be gathered by. */
export const usageGroups = ['day', 'month', 'tenant', 'key', 'model', 'deployment'] as const;
export type UsageGroup = (typeof usageGroups)[number];

/** Usage is kept, and can be asked for, for so many days. */
export const mostUsageDays = 400;
/** A report has no more rows. */
export const mostUsageRows = 10_000;

const day = z.iso.date({ error: 'must be a day such as 2026-11-24' });
const oneGroup = `(${usageGroups.join('|')})`;
const groups = z
  .string()
  .regex(new RegExp(`^${oneGroup}(,${oneGroup})*$`), `must be one or more of ${usageGroups.join(', ')}, with commas between them`)
  .transform((text) => usageGroups.filter((group) => text.split(',').includes(group)));
const name = z.string().min(1).max(256);

/** What `GET /v1/usage` can be asked for. */
export const usageQuery = z.strictObject({
  from: day.optional().meta({ description: 'First day, UTC; the first of the month of the last day if absent.', examples: ['2026-11-01'] }),
  to: day.optional().meta({
    description: `Last day, UTC, which counts in; today if absent. At most ${mostUsageDays} days in all.`,
    examples: ['2026-11-30'],
  }),
  group_by: groups.optional().meta({
    description:
      'What to tell apart: `day` or `month`, `key`, `model`, `deployment` and, for admins, `tenant`, with commas; `day` if absent.',
    examples: ['month,model'],
  }),
  key: name.optional().meta({ description: 'Only tasks that were submitted with the key of this id.', examples: ['9f86d081'] }),
  model: name.optional().meta({ description: 'Only tasks for this model.' }),
  tenant: name.optional().meta({ description: 'Only tasks of this tenant; for admins, who see all tenants otherwise.' }),
});
export type UsageQuery = z.infer<typeof usageQuery>;

const count = z.int().min(0);

export const usageSums = z
  .object({
    calls: count.meta({ description: 'Calls of models that were sent, whatever came of them; answers from the cache are none.' }),
    input_tokens: count,
    cached_input_tokens: count.meta({ description: 'Of the input, what providers read from their own cache.' }),
    output_tokens: count,
    cost_usd: usd,
    estimated_calls: count.meta({ description: 'Calls whose tokens are estimated, as those of attempts that died with their worker.' }),
    estimated_cost_usd: usd.meta({ description: 'Their part of `cost_usd`.' }),
    unpriced_calls: count.meta({ description: 'Calls that used something whose price is not known; they are not in `cost_usd`.' }),
  })
  .meta({ id: 'UsageSums', description: 'What was used.' });
export type UsageSumsView = z.infer<typeof usageSums>;

export const usageRow = usageSums
  .extend({
    day: z.string().optional(),
    month: z.string().optional(),
    tenant: z.string().optional(),
    key: z.string().optional().meta({ description: 'Id of the key that submitted the tasks.' }),
    model: z.string().optional(),
    deployment: z.string().optional(),
  })
  .meta({ id: 'UsageRow', description: 'What was used by one group: it carries what `group_by` names.' });
export type UsageRowView = z.infer<typeof usageRow>;

const exampleSums = {
  calls: 1200,
  input_tokens: 480_000,
  cached_input_tokens: 96_000,
  output_tokens: 210_000,
  cost_usd: '0.1908',
  estimated_calls: 1,
  estimated_cost_usd: '0.000159',
  unpriced_calls: 0,
};

export const usageReport = z
  .object({
    object: z.literal('usage'),
    from: z.string().meta({ description: 'First day, UTC.' }),
    to: z.string().meta({ description: 'Last day, UTC.' }),
    group_by: z.array(z.enum(usageGroups)),
    data: z.array(usageRow).meta({ description: 'In the order of what they are gathered by; what used nothing has no row.' }),
    totals: usageSums,
  })
  .meta({
    id: 'UsageReport',
    examples: [
      {
        object: 'usage',
        from: '2026-11-01',
        to: '2026-11-24',
        group_by: ['month', 'model'],
        data: [{ month: '2026-11', model: 'gpt-4o-mini', ...exampleSums }],
        totals: exampleSums,
      },
    ],
  });
export type UsageReport = z.infer<typeof usageReport>;
