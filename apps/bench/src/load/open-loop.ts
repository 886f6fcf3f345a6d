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
  /** What a right answer contains, if it is not a stream. */
  readonly expected: string;
}

/** Far more than are ever under way: nobody may wait for a connection. */
const connections = 512;

/**
 * Sends each request at its time, whether or not those before were answered, and gives back for each how long its answer took, or of a stream
 * its first piece, in milliseconds from when it was to be sent: a client that is late, or a system that holds others up, counts. Throws when one is not answered rightly.
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
    const { text, atMs: answeredAtMs } = await readTo(reply.body, call.stream?.begins);
    if (!text.includes(call.stream?.ends ?? expected)) throw new Error(`${origin}${path} answered ${reply.statusCode}: ${text}`);
    return answeredAtMs - atMs;
  };
  try {
    return await Promise.all(sendAtMs.map((_, index) => ask(index)));
  } finally {
    await pool.destroy();
  }
};

/** Reads an answer to its end; `atMs` is when that was, or, for a stream, when its first piece of text had come. */
const readTo = async (body: AsyncIterable<Buffer>, begins: string | undefined): Promise<{ text: string; atMs: number }> => {
  let text = '';
  let begunAtMs: number | undefined;
  for await (const chunk of body) {
    text += chunk.toString('latin1');
    if (begins !== undefined && begunAtMs === undefined && text.includes(begins)) begunAtMs = performance.now();
  }
  if (begins !== undefined && begunAtMs === undefined) throw new Error(`no piece of text came: ${text}`);
  return { text, atMs: begunAtMs ?? performance.now() };
};
