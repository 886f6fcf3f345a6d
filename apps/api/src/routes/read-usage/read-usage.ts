import { mostUsageRows, type UsageGroup, type UsageQuery, type UsageReport, type UsageSumsView, usdText } from '@millrace/contracts';
import type { ReadUsage, UsageSums } from '@millrace/tasks';
import type { ApiServices } from '../../api-services.js';
import { HttpProblem } from '../../http/http-problem.js';
import type { RunOperation } from '../../http/operation-call.js';
import { wrongParameter } from '../../http/wrong-parameter.js';
import type { Caller } from '../../keys/caller.js';
import { gatherUsage } from './gather-usage.js';
import { usageDays } from './usage-days.js';

export interface ReadUsageRouteOptions extends Pick<ApiServices, 'clock' | 'models'> {
  readonly readUsage: ReadUsage;
}

/** `GET /v1/usage`: what was used and what it cost. */
export const createReadUsageRoute = ({ readUsage, clock, models }: ReadUsageRouteOptions): RunOperation => {
  const modelOf = (route: string): string => models.known.find(({ slug }) => slug === route)?.model ?? route;

  return async ({ caller, query }) => {
    const asked = query as UsageQuery;
    const days = usageDays(asked, clock());
    const groupBy = groupsOf(asked);
    const tenant = tenantOf(asked, caller);
    const gathering = gatherUsage(groupBy, modelOf);
    await readUsage({ days, tenant }, (row) => {
      if (asked.key !== undefined && asked.key !== row.keyId) return;
      if (asked.model !== undefined && asked.model !== row.route && asked.model !== modelOf(row.route)) return;
      gathering.add(row);
      if (gathering.size() > mostUsageRows) throw tooManyRows();
    });
    const body: UsageReport = {
      object: 'usage',
      from: days[0] as string,
      to: days.at(-1) as string,
      group_by: [...groupBy],
      data: gathering.rows().map(({ names, sums }) => ({ ...names, ...renderSums(sums) })),
      totals: renderSums(gathering.totals()),
    };
    return { status: 200, body };
  };
};

const groupsOf = ({ group_by = ['day'] }: UsageQuery): readonly UsageGroup[] => {
  if (group_by.includes('day') && group_by.includes('month')) throw wrongParameter('group_by', 'must not name both `day` and `month`');
  return group_by;
};

/** Undefined: all of them. */
const tenantOf = ({ tenant, group_by = [] }: UsageQuery, caller: Caller): string | undefined => {
  if (caller.scopes.includes('admin')) return tenant;
  if (tenant !== undefined || group_by.includes('tenant'))
    throw new HttpProblem('missing_scope', { detail: 'Telling tenants apart needs a key with the scope "admin".' });
  return caller.tenant;
};

const tooManyRows = () => wrongParameter('group_by', `makes more than ${mostUsageRows} rows; tell less apart or ask for fewer days`);

const renderSums = (sums: UsageSums): UsageSumsView => ({
  calls: sums.calls,
  input_tokens: sums.inputTokens,
  cached_input_tokens: sums.cachedInputTokens,
  output_tokens: sums.outputTokens,
  cost_usd: usdText(sums.costNano),
  estimated_calls: sums.estimatedCalls,
  estimated_cost_usd: usdText(sums.estimatedCostNano),
  unpriced_calls: sums.unpricedCalls,
});
