import { setTimeout as pause } from 'node:timers/promises';

const pollMs = 400;
const ended = new Set(['succeeded', 'failed', 'cancelled', 'expired']);

/**
 * Submits `total` prompts of their own, `lanes` of them open at a time, and follows each to its end. `accepted` maps ids to prompts; `reached(count)` is fulfilled once
 * so many have ended; `done` with a sentence for each task that did not end with its own words.
 */
export const startTraffic = ({ caller, name, total, lanes }) => {
  const accepted = new Map();
  const wrong = [];
  const waiting = [];
  let sent = 0;
  let finished = 0;

  const follow = async (prompt) => {
    const id = await caller.submit(prompt);
    accepted.set(id, prompt);
    let task;
    do {
      await pause(pollMs);
      task = await caller.read(id);
    } while (!ended.has(task.status));
    if (task.status !== 'succeeded' || task.result.text !== `You said: ${prompt}`)
      wrong.push(`${id} (${prompt}) ended ${task.status}: ${JSON.stringify(task.result ?? task.error)}`);
  };
  const lane = async () => {
    while (sent < total) {
      sent += 1;
      const prompt = `${name} ${sent}`;
      await follow(prompt).catch((error) => wrong.push(`${prompt}: ${error.message}`));
      finished += 1;
      for (const { count, fulfil } of waiting) if (finished >= count) fulfil();
    }
  };
  const done = Promise.all(Array.from({ length: lanes }, lane)).then(() => wrong);
  return {
    accepted,
    done,
    reached: (count) => new Promise((fulfil) => (finished >= count ? fulfil() : waiting.push({ count, fulfil }))),
  };
};
