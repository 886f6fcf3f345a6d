import type { KeyBudgetChange } from './api-key.js';
import type { KeyBudget } from './key-limits.js';

type Fields = Readonly<Record<string, string>>;

/** The fields of a key's record that a change of its budget writes, '' for what it takes away. */
export const writeKeyBudget = (change: KeyBudgetChange | null): Fields => {
  if (change === null) return { daily_budget: '', monthly_budget: '', on_exhausted: '' };
  const { dailyNano, monthlyNano, onExhausted } = change;
  return {
    ...(dailyNano !== undefined && { daily_budget: String(dailyNano ?? '') }),
    ...(monthlyNano !== undefined && { monthly_budget: String(monthlyNano ?? '') }),
    ...(onExhausted && { on_exhausted: onExhausted }),
  };
};

/** Undefined for a key that may spend what it likes. */
export const readKeyBudget = ({ daily_budget, monthly_budget, on_exhausted }: Fields): KeyBudget | undefined =>
  daily_budget || monthly_budget
    ? {
        ...(daily_budget && { dailyNano: Number(daily_budget) }),
        ...(monthly_budget && { monthlyNano: Number(monthly_budget) }),
        onExhausted: on_exhausted === 'refuse' ? 'refuse' : 'hold',
      }
    : undefined;
