import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Call } from '../systems/call.js';
import { prompt } from './prompts.js';

export interface TimedAnswer {
  /** From when it was to be sent until the answer was there, in milliseconds. */
  readonly tookMs: number;
  /** Of HTTP; 0 when there was no answer. */
  readonly status: number;
}

/** Far more than are ever under way: nobody may wait for a connection. */
const connections = 1024;

/** Sends each request at its time, in milliseconds from now, whether or not those before were answered, and tells of each answer, right or wrong. */
export const answersOverTime = async (call: Call, sendAtMs: readonly number[]): Promise<readonly TimedAnswer[]> => {
  const { origin, path, headers, body } = call;
  const pool = new Pool(origin, { connections });
  const startMs = performance.now();
  const ask = async (at: number, index: number): Promise<TimedAnswer> => {
    const atMs = startMs + at;
    await pause(Math.max(0, atMs - performance.now()));
    const status = await pool
      .request({ path, method: 'POST', headers: { ...headers }, body: body(prompt(index)) })
      .then(async (reply) => {
        await reply.body.dump();
        return reply.statusCode;
      })
      .catch(() => 0);
    return { tookMs: performance.now() - atMs, status };
  };
  try {
    return await Promise.all(sendAtMs.map(ask));
  } finally {
    await pool.destroy();
  }
};
