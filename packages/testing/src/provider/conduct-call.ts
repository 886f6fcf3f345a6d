import { setTimeout as pause } from 'node:timers/promises';
import { createReply } from '../upstream/upstream-reply.js';
import type { ProviderSettings } from './provider-settings.js';
import { refuse, type ServedCall } from './served-call.js';
import { writeAnswer } from './write-answer.js';

/** True for `share` of all numbers, spread evenly. */
const isChosen = (number: number, share: number): boolean => Math.floor((number + 1) * share) > Math.floor(number * share);

/** 7,919 is prime, so that the lengths come in no order and all come equally often. */
const completionTokensOf = (number: number, { least, most }: ProviderSettings['completionTokens'], maxTokens = most): number =>
  Math.min(maxTokens, least + ((number * 7_919) % (most - least + 1)));

const answer = async (served: ServedCall, cut: boolean): Promise<void> => {
  const { call, content, response, number, settings, account, now } = served;
  if (settings.latencyMs > 0) await pause(settings.latencyMs);
  if (response.destroyed) return;
  call.completionTokens = completionTokensOf(number, settings.completionTokens, content.maxTokens);
  call.status = 200;
  const { promptTokens: prompt, completionTokens: completion } = call;
  const usage = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
  const onEnd = (): void => served.leave();
  const text = `You said: ${content.prompt}`;
  await writeAnswer({
    ...content,
    response,
    text,
    usage,
    headers: settings.tellsLimits ? account.headers(now()) : {},
    paceMs: settings.paceMs,
    cut,
    onEnd,
  });
  call.verdict = cut ? 'failed' : 'answered';
};

/** Does with a call, which no limit is against, what the provider is set to do. */
export const conductCall = async (served: ServedCall): Promise<void> => {
  const { call, response, number, settings } = served;
  const { conduct, errorShare } = settings;
  if (conduct === 'answer' && !isChosen(number, errorShare)) return answer(served, false);
  if (conduct === 'cut') return answer(served, true);
  if (conduct === 'answer' || typeof conduct === 'number') {
    const status = conduct === 'answer' ? 500 : conduct;
    const message = 'The server had an error while processing your request.';
    return refuse(served, { verdict: 'failed', status, message, type: 'server_error' });
  }
  call.verdict = 'failed';
  if (conduct === 'garbage') createReply(response).send(200, '<html>Please log in to the Wi-Fi.</html>');
  else if (conduct !== 'hang') createReply(response).cut();
};
