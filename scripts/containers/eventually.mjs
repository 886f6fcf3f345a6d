import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is true (or anything but empty), and gives that back; rejects after `timeoutMs`, naming what was waited for. */
export const eventually = async (check, { what, timeoutMs = 120_000, everyMs = 250 }) => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await check();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs / 1000} s: ${what}`);
    await pause(everyMs);
  }
};
