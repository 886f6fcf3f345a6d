import type { Millrace } from '@millrace/sdk';
import { fileLines } from './file-lines.js';
import type { Job } from './open-job.js';
import { pause } from './pause.js';
import { type Defaults, submissionOfLine } from './submission-of-line.js';
import { type Candidate, submitChunk, type Verdict } from './submit-chunk.js';
import { isBlank } from './survey-input.js';

export interface SubmitAllOptions {
  readonly millrace: Millrace;
  readonly input: string;
  readonly defaults: Defaults;
  readonly job: Job;
  /** Called with each new task; submitting goes on once it resolves. */
  readonly onTask: (line: number, id: string, customId: string | undefined) => Promise<void>;
  /** Called when nothing more gets in for now. */
  readonly onWait: (message: string) => void;
  readonly signal: AbortSignal;
}

const largestChunk = { lines: 1000, bytes: 8_000_000 };

/** Lines that are yet to be handed in, some at a time; those that say nothing usable are written off at once. */
const chunksOf = async function* ({ input, defaults, job }: SubmitAllOptions): AsyncGenerator<readonly Candidate[], void, undefined> {
  let chunk: Candidate[] = [];
  let bytes = 0;
  for await (const { number: line, text } of fileLines(input)) {
    if (isBlank(text) || job.isKnown(line)) continue;
    const read = submissionOfLine(text, defaults);
    if (read.kind === 'refused') {
      job.finish({ line, status: 'refused', error: { code: 'invalid_line', message: read.reason } });
      continue;
    }
    chunk.push({ line, submission: read.submission, customId: read.customId });
    bytes += text?.length ?? 0;
    if (chunk.length < largestChunk.lines && bytes < largestChunk.bytes) continue;
    yield chunk;
    chunk = [];
    bytes = 0;
  }
  if (chunk.length > 0) yield chunk;
};

const byLine = (one: Verdict, other: Verdict): number => one.candidate.line - other.candidate.line;

const keep = async ({ job, onTask }: SubmitAllOptions, verdicts: readonly Verdict[]): Promise<void> => {
  const sorted = [...verdicts].sort(byLine);
  const accepted = sorted.filter((verdict) => verdict.kind === 'accepted');
  job.submitted(
    accepted.map(({ candidate: { line, customId }, id }) => ({ line, id, ...(customId !== undefined && { custom_id: customId }) })),
  );
  for (const verdict of sorted) {
    const { line, customId } = verdict.candidate;
    if (verdict.kind === 'refused')
      job.finish({ line, status: 'refused', custom_id: customId, error: { code: verdict.code, message: verdict.message } });
  }
  for (const { candidate, id } of accepted) await onTask(candidate.line, id, candidate.customId);
};

/** Hands in every line that was not handed in yet, in the order of the file; while there is no room it waits, for as long as it takes. */
export const submitAll = async (options: SubmitAllOptions): Promise<void> => {
  const { millrace, job, onWait, signal } = options;
  for await (const chunk of chunksOf(options)) {
    let candidates = chunk;
    while (candidates.length > 0) {
      const verdicts = await submitChunk({ millrace, candidates, idempotencyKey: job.idempotencyKey, signal });
      const later = verdicts.filter((verdict) => verdict.kind === 'later');
      await keep(options, verdicts);
      candidates = later.sort(byLine).map(({ candidate }) => candidate);
      const [first] = later;
      if (!first) continue;
      onWait(first.message);
      await pause(Math.max(500, Math.min(first.afterMs, 30_000)), signal);
    }
  }
};
