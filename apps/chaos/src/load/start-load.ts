import type { Conduct } from '../ground/model.js';
import type { Ground } from '../ground/open-ground.js';
import { pause } from '../pause.js';
import type { Random } from '../random.js';
import { createSender, type Sender } from './create-sender.js';
import type { Manner, Promised } from './promise.js';

export interface LoadOptions {
  readonly ground: Ground;
  readonly lanes: number;
  readonly random: Random;
}

export interface Load extends Pick<Sender, 'strange' | 'again'> {
  /** Everything that was promised so far. */
  readonly promised: readonly Promised[];
  /** Sends nothing new; resolves when everything sent has been answered. */
  stop(): Promise<void>;
}

const manners: readonly (readonly [Manner, Conduct])[] = [
  ...(['plain', 'plain', 'plain', 'slow', 'slow', 'refuse'] as const).map((conduct) => ['single', conduct] as const),
  ['wait', 'plain'],
  ['wait', 'slow'],
  ['bulk', 'plain'],
  ['later', 'plain'],
  ['cancel', 'slow'],
  ['expire', 'hang'],
];

const fieldsOf: Partial<Record<Manner, Readonly<Record<string, unknown>>>> = {
  later: { delay_seconds: 2 },
  expire: { finish_by: 4 },
};

const bulkSize = 10;

/** Callers that submit, wait and cancel, in lanes of their own, until told to stop. */
export const startLoad = ({ ground, lanes, random }: LoadOptions): Load => {
  const promised: Promised[] = [];
  const sender = createSender(ground, random);
  const submit = createSubmissions(sender, (promise) => void promised.push(promise));
  let stopped = false;

  const lane = async (): Promise<void> => {
    while (!stopped) {
      const [manner, conduct] = random.oneOf(manners);
      await submit[manner === 'bulk' ? 'many' : 'one'](manner, conduct);
      await pause(random.below(60));
    }
  };
  const running = Promise.all(Array.from({ length: lanes }, lane));
  // A failure of a lane is told by `stop`; until then nobody waits for it.
  running.catch(() => {});
  return {
    promised,
    strange: sender.strange,
    get again() {
      return sender.again;
    },
    stop: async () => {
      stopped = true;
      await running;
    },
  };
};

interface BulkAnswer {
  readonly data: readonly { readonly line: number; readonly id?: string }[];
}

/** The ways to submit, each with prompts and idempotency keys that nobody else has. */
const createSubmissions = (sender: Sender, keep: (promise: Promised) => void) => {
  let number = 0;

  const one = async (manner: Manner, conduct: Conduct): Promise<void> => {
    number += 1;
    const prompt = `${conduct} ${number}`;
    const headers = { 'idempotency-key': `chaos-${number}`, ...(manner === 'wait' && { prefer: 'wait=5' }) };
    const { body, sent } = await sender.send('/v1/tasks', { prompt, ...fieldsOf[manner] }, headers);
    const { id, result } = body as { id: string; result?: { text: string } };
    if (manner === 'cancel') await sender.send(`/v1/tasks/${id}/cancel`, {});
    keep({ id, prompt, conduct, manner, sent, ...(result && { seen: result.text }) });
  };
  const many = async (manner: Manner, conduct: Conduct): Promise<void> => {
    const first = number + 1;
    number += bulkSize;
    const prompts = Array.from({ length: bulkSize }, (_, n) => `${conduct} ${first + n}`);
    const tasks = prompts.map((prompt) => ({ prompt }));
    // A line that was refused for want of Redis is sent again with all the others.
    for (let sent = 1; ; sent += 1) {
      const { body } = await sender.send('/v1/tasks/bulk', tasks, { 'idempotency-key': `chaos-${first}` });
      const { data } = body as BulkAnswer;
      if (data.some(({ id }) => id === undefined)) continue;
      for (const { line, id } of data) keep({ id: id as string, prompt: prompts[line - 1] as string, conduct, manner, sent });
      return;
    }
  };
  return { one, many };
};
