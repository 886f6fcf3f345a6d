import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Call } from '../systems/call.js';
import { prompt } from './prompts.js';

export interface OpenLoopOptions {
  readonly call: Call;
  /** When to send each, in milliseconds from the start. */
  readonly sendAtMs: readonly number[];
  /** The number of the first prompt. */
  readonly firstPrompt: number;
  /** What a right answer contains. */
  readonly expected: string;
}

/** Far more than are ever under way: nobody may wait for a connection. */
const connections = 512;

/**
 * Sends each request at its time, whether or not those before were answered, and gives back for each how long its answer took, in milliseconds
 * from when it was to be sent: a client that is late, or a system that holds others up, counts. Throws when one is not answered rightly.
 */
export const openLoop = async ({ call, sendAtMs, firstPrompt, expected }: OpenLoopOptions): Promise<readonly number[]> => {
  const { origin, path, headers, body } = call;
  const pool = new Pool(origin, { connections });
  const bodies = sendAtMs.map((_, index) => body(prompt(firstPrompt + index)));
  const startMs = performance.now();

  const ask = async (index: number): Promise<number> => {
    const atMs = startMs + (sendAtMs[index] as number);
    await pause(Math.max(0, atMs - performance.now()));
    const reply = await pool.request({ path, method: 'POST', headers: { ...headers }, body: bodies[index] as string });
    const text = await reply.body.text();
    const tookMs = performance.now() - atMs;
    if (reply.statusCode !== 200 || !text.includes(expected)) throw new Error(`${origin}${path} answered ${reply.statusCode}: ${text}`);
    return tookMs;
  };
  try {
    return await Promise.all(sendAtMs.map((_, index) => ask(index)));
  } finally {
    await pool.destroy();
  }
};
