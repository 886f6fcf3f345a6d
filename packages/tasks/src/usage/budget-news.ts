/** What became known of the budget of a key, the first time in its period: four fifths of it are spent, or it has no room for a task. */
export interface BudgetNews {
  readonly kind: 'warning' | 'exhausted';
  readonly period: 'day' | 'month';
  /** Public id of the key. */
  readonly keyId: string;
}

const shape = /^(warning|exhausted)_(day|month) (\S+)$/;

/** Picks what `tell_of_budget` of `budget-news.lua` answers out of lines. */
export const readBudgetNews = (text: string): readonly BudgetNews[] =>
  text.split('\n').flatMap((word) => {
    const [, kind, period, keyId = ''] = shape.exec(word) ?? [];
    return kind ? [{ kind: kind as BudgetNews['kind'], period: period as BudgetNews['period'], keyId }] : [];
  });

/** Without them. */
export const withoutBudgetNews = (text: string): string =>
  text
    .split('\n')
    .filter((word) => !shape.test(word))
    .join('\n');
