import type { Operation } from '../operation.js';
import { usageQuery, usageReport } from '../usage-view.js';

/** What was used and what it cost. */
export const usageOperations = {
  readUsage: {
    id: 'readUsage',
    method: 'get',
    path: '/v1/usage',
    tag: 'Usage',
    summary: 'Read what was used',
    description:
      "Calls, tokens and money of your tenant, by UTC days; with a key of scope `admin` those of all tenants. A call counts on the day on which it ended, that of a failed or lost attempt too. It is in the books in the same step in which its task's result is.",
    access: 'key',
    query: usageQuery,
    responses: { 200: { description: 'The sums.', schema: usageReport } },
    problems: [],
  },
} as const satisfies Record<string, Operation>;
