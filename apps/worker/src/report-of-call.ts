import type { Deployment } from '@millrace/config';
import type { TokenUsage } from '@millrace/contracts';
import type { AnswerUsage, LlmOutcome } from '@millrace/llm';
import { type CallReport, costNanoOf } from '@millrace/tasks';

export interface ReportedCall {
  readonly outcome: LlmOutcome;
  readonly deployment: Deployment | undefined;
}

/** What a call means for limits, breakers, usage and spend. */
export const reportOfCall = ({ outcome, deployment }: ReportedCall): CallReport => {
  const verdict = verdictOf(outcome);
  if (verdict === 'unsent') return { verdict };
  const { usage, estimated } = usedBy(outcome);
  const price = deployment?.price;
  const { rateLimits } = outcome;
  return {
    verdict,
    ...(outcome.kind === 'failed' && !outcome.failure.sent && { sent: false }),
    ...(usage && { tokens: { input: usage.inputTokens, cachedInput: usage.cachedInputTokens ?? 0, output: usage.outputTokens } }),
    ...(estimated && { estimated }),
    ...(usage && price && { costNano: costNanoOf(price, usage, usage.cachedInputTokens) }),
    ...(outcome.kind === 'failed' && outcome.failure.retryAfterMs !== undefined && { retryAfterMs: outcome.failure.retryAfterMs }),
    ...(rateLimits && { rateLimits }),
  };
};

const verdictOf = (outcome: LlmOutcome): CallReport['verdict'] => {
  switch (outcome.kind) {
    case 'succeeded':
      return 'ok';
    case 'aborted':
      return outcome.sent ? 'neutral' : 'unsent';
    case 'failed':
      return verdicts[outcome.failure.blame];
  }
};

const verdicts = { credential: 'refused', limit: 'limited', deployment: 'fault', caller: 'neutral', context: 'neutral' } as const;

/** As the provider says, else as it was probably: what a call had written when it ended was paid for. Zero is not unknown. */
const usedBy = (outcome: LlmOutcome): { usage: TokenUsage | undefined; estimated: boolean } => {
  const used: AnswerUsage | undefined = outcome.kind === 'succeeded' ? outcome : outcome.partial;
  if (used?.usage) return { usage: used.usage, estimated: false };
  return { usage: used?.estimatedUsage, estimated: used?.estimatedUsage !== undefined };
};
