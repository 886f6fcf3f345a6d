import { eventually } from '../eventually.js';
import type { Caller } from './caller.js';

export interface Accepted {
  readonly id: string;
  readonly prompt: string;
}

export interface Traffic {
  /** The tasks accepted so far. */
  readonly accepted: readonly Accepted[];
  /** The first task accepted from now on. */
  nextAccepted(): Promise<Accepted>;
  /** Sends no more; resolves with all that was accepted. */
  stop(): Promise<readonly Accepted[]>;
}

/** Submits prompts of their own, one after the other in each lane, until told to stop. What is refused because Redis is away is submitted again. */
export const startTraffic = (caller: Caller, lanes: number): Traffic => {
  const accepted: Accepted[] = [];
  let sent = 0;
  let stopped = false;
  const submit = async (prompt: string): Promise<boolean> => {
    const { status, body } = await caller.ask<{ id: string; code?: string }>('/v1/tasks', { body: { prompt } });
    if (status !== 202 && body.code !== 'store_unavailable') throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
    if (status === 202) accepted.push({ id: body.id, prompt });
    return status === 202;
  };
  const lane = async (): Promise<void> => {
    while (!stopped) {
      sent += 1;
      const prompt = `prompt ${sent}`;
      await eventually(() => stopped || submit(prompt), { everyMs: 50 });
    }
  };
  const running = Promise.all(Array.from({ length: lanes }, lane));
  // A failure of a lane is reported by `stop`; until then nobody waits for it.
  running.catch(() => {});
  return {
    accepted,
    nextAccepted: () => {
      const { length } = accepted;
      return eventually(() => accepted[length]);
    },
    stop: async () => {
      stopped = true;
      await running;
      return accepted;
    },
  };
};
