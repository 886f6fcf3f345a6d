import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 120_000;
const retryEveryMs = 250;
// What nginx and the apis answer while somebody they need is away; no answer at all is the same.
const passing = new Set([502, 503, 504]);

const codeIn = (text) => /"code":"(\w+)"/.exec(text)?.[1];

/** Somebody with a key who talks to the stack through its one door, and asks again after a failure that will pass; `retries` counts those by what came back. */
export const createCaller = ({ address, key }) => {
  const retries = {};

  /** One request: `{ status, headers, text }`; rejects when no answer comes. */
  const ask = async (path, { body, ...init } = {}) => {
    const response = await fetch(`${address}${path}`, {
      ...init,
      method: init.method ?? (body ? 'POST' : 'GET'),
      headers: { 'x-api-key': key, 'content-type': 'application/json', ...init.headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(90_000),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  const untilAnswered = async (what, path, init) => {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const answer = await ask(path, init).catch((error) => ({ status: error.cause?.code ?? error.name, text: '' }));
      const passes = typeof answer.status === 'string' || passing.has(answer.status);
      if (!passes || Date.now() > deadline) return answer;
      const kind = [what, answer.status, codeIn(answer.text)].filter(Boolean).join(' ');
      retries[kind] = (retries[kind] ?? 0) + 1;
      await pause(retryEveryMs);
    }
  };
  const must = (status, answer) => {
    if (answer.status !== status) throw new Error(`wanted ${status}, got ${answer.status}: ${answer.text.slice(0, 300)}`);
    return JSON.parse(answer.text);
  };

  return {
    ask,
    retries,
    /** Submits until it is accepted; gives back the id. */
    submit: async (prompt) => must(202, await untilAnswered('submit', '/v1/tasks', { body: { prompt } })).id,
    /** Reads a task; throws for one that is not there. */
    read: async (id) => must(200, await untilAnswered('read', `/v1/tasks/${id}`)),
  };
};
