import { type KeyView, usdText } from '@millrace/contracts';
import type { ApiKeyRecord, KeyBudget, KeySpend } from '@millrace/store';
import { renderTime } from '../read-task/render-time.js';

const nothingSpent: KeySpend = { todayNano: 0, monthNano: 0, reservedNano: 0 };

/** A key as admins see it. */
export const renderKey = (apiKey: ApiKeyRecord, spend = nothingSpent): KeyView => {
  const { id, name, tenant, scopes, limits = {}, createdAtMs, expiresAtMs, revokedAtMs, lastUsedAtMs, rotatedFrom, rotatedTo } = apiKey;
  return {
    id,
    name,
    tenant,
    scopes: [...scopes],
    limits: {
      ...(limits.tasksPerMinute !== undefined && { tasks_per_minute: limits.tasksPerMinute }),
      ...(limits.readsPerMinute !== undefined && { reads_per_minute: limits.readsPerMinute }),
      ...(limits.maxInFlight !== undefined && { max_in_flight: limits.maxInFlight }),
    },
    weight: limits.weight ?? 1,
    // Its successor has the budget of both.
    ...(limits.budget && rotatedTo === undefined && { budget: renderBudget(limits.budget) }),
    spend: renderSpend(spend),
    created_at: renderTime(createdAtMs),
    ...(expiresAtMs !== undefined && { expires_at: renderTime(expiresAtMs) }),
    ...(revokedAtMs !== undefined && { revoked_at: renderTime(revokedAtMs) }),
    ...(lastUsedAtMs !== undefined && { last_used_at: renderTime(lastUsedAtMs) }),
    ...(rotatedFrom !== undefined && { rotated_from: rotatedFrom }),
    ...(rotatedTo !== undefined && { rotated_to: rotatedTo }),
  };
};

const renderBudget = ({ dailyNano, monthlyNano, onExhausted }: KeyBudget): NonNullable<KeyView['budget']> => ({
  ...(dailyNano !== undefined && { daily_usd: usdText(dailyNano) }),
  ...(monthlyNano !== undefined && { monthly_usd: usdText(monthlyNano) }),
  on_exhausted: onExhausted,
});

const renderSpend = ({ todayNano, monthNano, reservedNano }: KeySpend): KeyView['spend'] => ({
  today_usd: usdText(todayNano),
  this_month_usd: usdText(monthNano),
  reserved_usd: usdText(reservedNano),
});
