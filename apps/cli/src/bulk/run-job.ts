import type { Millrace } from '@millrace/sdk';
import { inLanes } from '../commands/in-lanes.js';
import { createBacklog } from './backlog.js';
import { gatherOne } from './gather-one.js';
import type { Job } from './open-job.js';
import type { Submitted } from './state-file.js';
import type { Defaults } from './submission-of-line.js';
import { submitAll } from './submit-all.js';

export interface RunJobOptions {
  readonly millrace: Millrace;
  readonly job: Job;
  readonly input: string;
  readonly defaults: Defaults;
  readonly linesPerUpload: number;
  /** How many answers are waited for at once. */
  readonly concurrency: number;
  /** How many tasks may be handed in and not yet be fetched. */
  readonly ahead: number;
  /** Whether answers are fetched, or lines only handed in. */
  readonly gather: boolean;
  readonly onWait: (message: string) => void;
  readonly signal: AbortSignal;
}

/** Ends both sides when one of them fails, and then throws its error. */
const together = async (sides: readonly ((signal: AbortSignal) => Promise<void>)[], signal: AbortSignal): Promise<void> => {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const guarded = sides.map((side) =>
    side(either).catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }),
  );
  const [bad] = (await Promise.allSettled(guarded)).filter(({ status }) => status === 'rejected');
  signal.throwIfAborted();
  if (failed.signal.aborted) throw failed.signal.reason;
  if (bad) throw new Error('one side failed and said nothing');
};

/** Hands in the lines and fetches the answers at the same time, until every line has its line in OUT. */
export const runJob = async ({
  millrace,
  job,
  input,
  defaults,
  linesPerUpload,
  concurrency,
  ahead,
  gather,
  onWait,
  signal,
}: RunJobOptions): Promise<void> => {
  const backlog = createBacklog<Submitted>(ahead);
  const submit = async (either: AbortSignal): Promise<void> => {
    either.addEventListener('abort', () => backlog.end(), { once: true });
    const onTask = async (line: number, id: string, custom_id: string | undefined): Promise<void> => {
      if (gather) await backlog.put({ line, id, ...(custom_id !== undefined && { custom_id }) });
    };
    await submitAll({ millrace, input, defaults, linesPerUpload, job, onTask, onWait, signal: either });
    backlog.end();
  };
  const fetchAll = async (either: AbortSignal): Promise<void> => {
    const all = async function* (): AsyncGenerator<Submitted, void, undefined> {
      yield* job.pending();
      yield* backlog;
    };
    const gatherInto = async (submitted: Submitted): Promise<void> => {
      try {
        job.finish(await gatherOne({ millrace, submitted, onWait, signal: either }));
      } catch (error) {
        // Else the failure would only be met once another task is handed in.
        backlog.end(error);
        throw error;
      }
    };
    await inLanes(concurrency, all(), gatherInto);
  };
  await together(gather ? [submit, fetchAll] : [submit], signal);
};
