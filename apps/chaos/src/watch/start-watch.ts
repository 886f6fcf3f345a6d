import { createCaller, eventually, key } from '@millrace/testing';
import type { Ground, Member } from '../ground/open-ground.js';
import type { Promised } from '../load/promise.js';
import { pause } from '../pause.js';

export interface Watch {
  /** What must not be, and was. */
  readonly complaints: readonly string[];
  complain(what: string): void;
  /** The longest that an api took to answer a read, in milliseconds. */
  readonly slowestMs: number;
  /** How many reads were answered, by status; 0 is a connection that was cut, by a process that went. */
  readonly answers: ReadonlyMap<number, number>;
  /** What it was promised itself. */
  readonly promised: readonly Promised[];
  /** How long from now until a submission is accepted and the model is called, in milliseconds. */
  recovery(): Promise<{ readonly acceptedAfterMs: number; readonly calledAfterMs: number }>;
  stop(): Promise<void>;
}

const everyMs = 200;

/** An answer that takes longer than this is none; the promise is two seconds, and the figures are in the report. */
const patienceMs = 15_000;

/** A recovery that takes longer is none. */
const recoveryMs = 60_000;

/** Asks every api for a task all the time, which each must answer soon: 404 for one nobody submitted, or 503 with a `Retry-After`. */
export const startWatch = (ground: Ground): Watch => {
  const complaints: string[] = [];
  const answers = new Map<number, number>();
  let slowestMs = 0;
  let stopped = false;
  const promised: Promised[] = [];
  let probes = 0;

  const look = async (): Promise<void> => {
    for (const member of ground.apis.filter(({ ending }) => !ending)) {
      const { status, tookMs, wrong } = await probe(member);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      if (status !== 0) slowestMs = Math.max(slowestMs, tookMs);
      if (wrong) complaints.push(wrong);
    }
  };
  const watching = (async () => {
    while (!stopped) {
      await look();
      await pause(everyMs);
    }
  })();

  const recovery: Watch['recovery'] = async () => {
    const from = Date.now();
    probes += 1;
    const prompt = `plain ${1_000_000 + probes} of the watch`;
    let sent = 0;
    const taken = async (): Promise<string | undefined> => {
      sent += 1;
      const caller = createCaller({ address: () => ground.apis[0]?.app.address ?? '', key });
      const { status, body } = await caller.ask<{ id: string }>('/v1/tasks', {
        body: { prompt },
        headers: { 'idempotency-key': `watch-${probes}` },
        within: 5000,
      });
      return status === 202 || status === 200 ? body.id : undefined;
    };
    const id = await eventually(taken, { timeoutMs: recoveryMs, everyMs: 50 });
    promised.push({ id, prompt, conduct: 'plain', manner: 'single', sent });
    const acceptedAfterMs = Date.now() - from;
    const call = await eventually(() => ground.model.callsFor(prompt)[0], { timeoutMs: recoveryMs, everyMs: 50 });
    return { acceptedAfterMs, calledAfterMs: call.at - from };
  };
  return {
    complaints,
    complain: (what) => void complaints.push(what),
    get slowestMs() {
      return slowestMs;
    },
    answers,
    promised,
    recovery,
    stop: async () => {
      stopped = true;
      await watching;
    },
  };
};

interface Probe {
  /** 0: the connection was cut. */
  readonly status: number;
  readonly tookMs: number;
  /** What must not be. */
  readonly wrong?: string;
}

const nobodys = '/v1/tasks/task_01890a5d-ac96-774b-bcce-b302099a8057';

const probe = async ({ app }: Member): Promise<Probe> => {
  const from = Date.now();
  const caller = createCaller({ address: () => app.address, key });
  const cut = { status: 0, headers: new Headers(), body: {} };
  const { status, headers, body } = await caller.ask(nobodys, { within: patienceMs }).catch(() => cut);
  const tookMs = Date.now() - from;
  if (status === 0)
    return tookMs < patienceMs ? { status, tookMs } : { status, tookMs, wrong: `an api did not answer within ${patienceMs} ms` };
  if (status === 503 && headers.get('retry-after') === null) return { status, tookMs, wrong: '503 without Retry-After' };
  if (status === 404 || status === 503) return { status, tookMs };
  return { status, tookMs, wrong: `a read was answered ${status} after ${tookMs} ms: ${JSON.stringify(body)}` };
};
