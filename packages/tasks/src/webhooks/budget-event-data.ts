import { usdText } from '@millrace/contracts';

/** What `tell_of_budget` of `budget-news.lua` notes: amounts in nano-dollars, as text. */
interface BudgetData {
  readonly key: string;
  readonly period: 'day' | 'month';
  /** The day or month it is about, such as `2026-11-24` or `2026-11`. */
  readonly begins: string;
  readonly budget: string;
  readonly spent: string;
  readonly reserved: string;
  readonly resets_at: string;
  readonly refuses: 0 | 1;
}

/** How the budget of a key stood when there was something to tell of it. */
export const budgetEventData = (json: string): object => {
  const { key, period, begins, budget, spent, reserved, resets_at, refuses } = JSON.parse(json) as BudgetData;
  return {
    key,
    period,
    of: begins,
    budget_usd: usdText(Number(budget)),
    spent_usd: usdText(Number(spent)),
    reserved_usd: usdText(Number(reserved)),
    resets_at,
    on_exhausted: refuses === 1 ? 'refuse' : 'hold',
  };
};
