import type { Price } from '@millrace/config';
import type { TokenUsage } from '@millrace/contracts';

/** What a call cost in nano-dollars (10⁻⁹ US dollars), rounded to a whole one. Cached input is part of the input. */
export const costNanoOf = (
  price: Price,
  { inputTokens, outputTokens }: Pick<TokenUsage, 'inputTokens' | 'outputTokens'>,
  cachedInput = 0,
): number => {
  const fresh = Math.max(0, inputTokens - cachedInput);
  // Dollars per million tokens are thousandths of nano-dollars per token.
  return Math.round(
    (fresh * price.inputPerMillion + cachedInput * price.cachedInputPerMillion + outputTokens * price.outputPerMillion) * 1000,
  );
};
