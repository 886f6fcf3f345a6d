import type { KeyChange, KeyCreation, Key as KeyView } from '@millrace/sdk';
import { type Command, InvalidArgumentError } from 'commander';

export interface BudgetFlags {
  readonly dailyUsd?: string;
  readonly monthlyUsd?: string;
  readonly onExhausted?: 'hold' | 'refuse';
}

const dollars = (text: string): string => {
  if (/^\d{1,6}(\.\d{1,9})?$/.test(text)) return text;
  throw new InvalidArgumentError('It must be dollars such as 20 or 12.50.');
};

const onExhausted = (text: string): 'hold' | 'refuse' => {
  if (text === 'hold' || text === 'refuse') return text;
  throw new InvalidArgumentError('It must be hold or refuse.');
};

/** The options of a budget. */
export const addBudgetOptions = <Flagged extends Command>(command: Flagged): Flagged =>
  command
    .option('--daily-usd <dollars>', 'most that its tasks may cost in a UTC day', dollars)
    .option('--monthly-usd <dollars>', 'most that they may cost in a UTC month', dollars)
    .option('--on-exhausted <what>', 'hold new tasks then, or refuse them (default: hold)', onExhausted) as Flagged;

/** What the options say of a budget; undefined if they say nothing. */
export const budgetOf = ({
  dailyUsd,
  monthlyUsd,
  onExhausted: then,
}: BudgetFlags): NonNullable<KeyCreation['budget'] & KeyChange['budget']> | undefined =>
  dailyUsd === undefined && monthlyUsd === undefined && then === undefined
    ? undefined
    : {
        ...(dailyUsd !== undefined && { daily_usd: dailyUsd }),
        ...(monthlyUsd !== undefined && { monthly_usd: monthlyUsd }),
        ...(then !== undefined && { on_exhausted: then }),
      };

/** `3.2/20 today` of a key with a budget; what one without has spent. */
export const spentOf = ({ budget, spend }: KeyView): string => {
  const { today_usd, this_month_usd } = spend;
  if (budget?.daily_usd !== undefined) return `${today_usd}/${budget.daily_usd} today`;
  if (budget?.monthly_usd !== undefined) return `${this_month_usd}/${budget.monthly_usd} this month`;
  return `${this_month_usd} this month`;
};
