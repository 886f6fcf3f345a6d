import { randomUUID } from 'node:crypto';
import { lockOut } from './lock-out.js';
import { type OutLine, openOutFile } from './out-file.js';
import { openStateFile, type Submitted } from './state-file.js';
import type { Survey } from './survey-input.js';
import { createCounter, type Tally } from './tally.js';

/** A bulk job with what is known of each of its lines, on disk at every moment. */
export interface Job {
  readonly idempotencyKey: string;
  /** Whether an earlier run did something before this one. */
  readonly resumed: boolean;
  /** Whether the line was submitted or is finished. */
  isKnown(line: number): boolean;
  /** What earlier runs submitted and nobody has fetched yet; each is given once. */
  pending(): Iterable<Submitted>;
  submitted(entries: readonly Submitted[]): void;
  /** Writes a line of OUT, unless it is there already. */
  finish(line: OutLine): void;
  tally(): Tally;
  close(): void;
}

export interface OpenJobOptions {
  readonly out: string;
  readonly url: string;
  readonly survey: Survey;
}

const [isSubmitted, isFinished] = [1, 2];

const openFiles = async ({ out, url, survey }: OpenJobOptions): Promise<Job> => {
  // One byte a line: what is known of all of them must fit in memory.
  const marks = new Uint8Array(survey.lines + 1);
  const waiting = new Map<number, Submitted>();
  const counter = createCounter(survey.wanted);
  const fresh = { version: 1, input: survey.digest, idempotency_key: `millrace-bulk-${randomUUID()}`, url } as const;

  const state = await openStateFile({
    path: `${out}.state`,
    out,
    fresh,
    onKnown: (known) => {
      marks[known.line] = isSubmitted as number;
      waiting.set(known.line, known);
    },
  });
  counter.submitted(waiting.size);
  const file = await openOutFile(out, (line) => {
    marks[line.line] = isFinished as number;
    waiting.delete(line.line);
    counter.count(line);
  });
  return {
    idempotencyKey: state.header.idempotency_key,
    resumed: state.header !== fresh,
    isKnown: (line) => marks[line] !== 0,
    pending: function* () {
      for (const [line, entry] of waiting) {
        waiting.delete(line);
        yield entry;
      }
    },
    submitted: (entries) => {
      state.add(entries);
      for (const { line } of entries) marks[line] = isSubmitted as number;
      counter.submitted(entries.length);
    },
    finish: (line) => {
      if (marks[line.line] === isFinished) return;
      marks[line.line] = isFinished as number;
      file.add(line);
      counter.count(line);
    },
    tally: counter.tally,
    close: () => {
      state.close();
      file.close();
    },
  };
};

/**
 * Opens OUT and the file beside it, and finds out where earlier runs got to. Throws a failure when they belong to another job or another
 * run is at it.
 */
export const openJob = async (options: OpenJobOptions): Promise<Job> => {
  const unlock = lockOut(options.out);
  try {
    const job = await openFiles(options);
    const close = (): void => {
      job.close();
      unlock();
    };
    return { ...job, close };
  } catch (error) {
    unlock();
    throw error;
  }
};
