import type { TokenUsage } from '@millrace/contracts';
import type { Seal } from '@millrace/store';
import type { Ending, OpenTask } from './attempt-outcomes.js';

/** What `settle.lua` takes of an ending, from the sealed result on. */
export const settleArguments = (seal: Seal, { id }: OpenTask, ending: Ending): (string | number)[] => {
  const sealed = (answer: object): string => seal.seal(JSON.stringify(answer), `${id}:result`);
  const usage = usageArgument(ending.usage);
  const used = [ending.usage?.totalTokens ?? '', ending.usage?.outputTokens ?? ''];
  if (ending.state !== 'succeeded') {
    const { code, message, partial, retryAfterMs } = ending;
    return [partial ? sealed({ text: partial }) : '', usage, '', code, message, roundedOr(retryAfterMs), '', '', 0, '', ...used];
  }
  const { result, keep, firstDeltaMs, toolCallsCut } = ending;
  const kept = keep ? seal.seal(JSON.stringify({ result, usage: ending.usage }), keep.digest) : '';
  const keeping = [keep?.digest ?? '', kept, (keep?.ttlSeconds ?? 0) * 1000];
  return [sealed(result), usage, roundedOr(firstDeltaMs), '', '', '', ...keeping, toolCallsCut ? '1' : '', ...used];
};

export const usageArgument = (usage: TokenUsage | null | undefined): string => (usage ? JSON.stringify(usage) : '');

const roundedOr = (ms: number | undefined): number | '' => (ms === undefined ? '' : Math.round(ms));
