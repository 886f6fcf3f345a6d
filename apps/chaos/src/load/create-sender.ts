import { type Caller, createCaller, key } from '@millrace/testing';
import type { Ground } from '../ground/open-ground.js';
import { pause } from '../pause.js';
import type { Random } from '../random.js';

export interface Taken {
  readonly body: unknown;
  /** How often it was sent until it was answered. */
  readonly sent: number;
}

/** Somebody who sends the same with the same key until an api takes it. */
export interface Sender {
  send(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Taken>;
  /** Answers that are none of 2xx, 429 and 503: what must not be. */
  readonly strange: readonly string[];
  /** How often something was sent again. */
  readonly again: number;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** An api that does not answer for so long is given up, and the same is sent again with the same key. */
const patienceMs = 10_000;

/** An api under way to its end, or killed, cuts connections: then nobody knows whether the task was taken. */
const unanswered: Reply = { status: 0, body: undefined };

export const createSender = (ground: Ground, random: Random): Sender => {
  const strange: string[] = [];
  let again = 0;

  const anApi = (): Caller => {
    const { apis } = ground;
    const chosen = apis[random.below(Math.max(1, apis.length))];
    return createCaller({ address: () => chosen?.app.address ?? 'http://127.0.0.1:9', key });
  };
  const ask = async (path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Reply> => {
    try {
      return await anApi().ask(path, { body, headers, within: patienceMs });
    } catch {
      return unanswered;
    }
  };
  return {
    strange,
    get again() {
      return again;
    },
    send: async (path, body, headers = {}) => {
      for (let sent = 1; ; sent += 1) {
        const reply = await ask(path, body, headers);
        if (reply.status >= 200 && reply.status < 300) return { body: reply.body, sent };
        if (![0, 429, 503].includes(reply.status)) strange.push(`POST ${path} was answered ${reply.status}: ${JSON.stringify(reply.body)}`);
        again += 1;
        await pause(100 + random.below(200));
      }
    },
  };
};
