import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../setup/failure.mjs';

export const prompt = 'What is a mill race, in two sentences?';
const final = new Set(['succeeded', 'failed', 'cancelled', 'expired']);

const ask = async (url, key, init = {}) => {
  const response = await fetch(url, { ...init, headers: { 'x-api-key': key, 'content-type': 'application/json' } });
  const body = await response.json();
  if (!response.ok)
    throw new Failure(`${init.method ?? 'GET'} ${url} answered ${response.status}: ${body.title ?? ''} ${body.detail ?? ''}`);
  return body;
};

/** Submits one prompt and gives back the task once it has ended, or as it stands after `timeoutMs`. */
export const submitFirstPrompt = async ({ api, key, timeoutMs = 60_000 }) => {
  const { id } = await ask(`${api}/v1/tasks`, key, { method: 'POST', body: JSON.stringify({ prompt, cache: { no_cache: true } }) });
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const task = await ask(`${api}/v1/tasks/${id}`, key);
    if (final.has(task.status) || Date.now() > deadline) return task;
    await pause(100);
  }
};
