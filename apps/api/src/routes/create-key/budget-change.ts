import { type KeyChange, type KeyCreation, nanoOfUsd } from '@millrace/contracts';
import type { KeyBudget, KeyBudgetChange } from '@millrace/store';

const nanoPerDollar = 1e9;

/** Dollars as a caller wrote them, in whole nano-dollars. */
const nanoOf = (dollars: number | string): number =>
  typeof dollars === 'string' ? nanoOfUsd(dollars) : Math.round(dollars * nanoPerDollar);

const change = (dollars: number | string | null): number | null => (dollars === null ? null : nanoOf(dollars));

/** What a body says of a budget, for the store. */
export const budgetChange = ({ daily_usd, monthly_usd, on_exhausted }: NonNullable<KeyChange['budget']>): KeyBudgetChange => ({
  ...(daily_usd !== undefined && { dailyNano: change(daily_usd) }),
  ...(monthly_usd !== undefined && { monthlyNano: change(monthly_usd) }),
  ...(on_exhausted && { onExhausted: on_exhausted }),
});

/** The budget of a new key. */
export const newBudget = ({ daily_usd, monthly_usd, on_exhausted = 'hold' }: NonNullable<KeyCreation['budget']>): KeyBudget => ({
  ...(daily_usd !== undefined && { dailyNano: nanoOf(daily_usd) }),
  ...(monthly_usd !== undefined && { monthlyNano: nanoOf(monthly_usd) }),
  onExhausted: on_exhausted,
});
