import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../setup/failure.mjs';

const everyMs = 50;

/** Asks until the check holds; throws a Failure with the part's last lines when it does not within `timeoutMs`, and stops asking once the part has ended. */
export const awaitReady = async ({ part, check, timeoutMs = 60_000 }) => {
  const deadline = Date.now() + timeoutMs;
  let ended = false;
  void part.exited.then(() => {
    ended = true;
  });
  while (!(await check())) {
    // The supervisor reports the end of a part; two reports of one thing would only confuse.
    if (ended) return new Promise(() => {});
    if (Date.now() > deadline)
      throw new Failure(`${part.role} did not become ready within ${timeoutMs / 1000} s. Its last lines:\n${part.tail()}`);
    await pause(everyMs);
  }
};

/** Whether a URL answers with success. */
export const answers = async (url) => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
};
