import { say, secondsSince } from './say.mjs';

const patienceMs = 1000;

/** Does one thing, saying what once it takes longer than a second, and how long it took unless it gives back false (there was nothing to do). */
export const step = async ({ doing, done, action }) => {
  const started = performance.now();
  const timer = setTimeout(say, patienceMs, `${doing}…`);
  try {
    const result = await action();
    if (result !== false) say(`${done} (${secondsSince(started)})`);
    return result;
  } finally {
    clearTimeout(timer);
  }
};
