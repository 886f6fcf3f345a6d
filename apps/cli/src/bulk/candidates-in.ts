import type { TaskSubmission } from '@millrace/sdk';
import { fileLines } from './file-lines.js';
import type { Job } from './open-job.js';
import { type Defaults, submissionOfLine } from './submission-of-line.js';
import { isBlank } from './survey-input.js';

/** A line that says something usable. */
export interface Candidate {
  readonly line: number;
  /** Which of such lines it is, from 1: the same in every run. */
  readonly place: number;
  readonly submission: TaskSubmission;
  readonly customId: string | undefined;
}

export interface CandidatesOptions {
  readonly input: string;
  readonly defaults: Defaults;
  readonly job: Job;
}

/** All lines that can be handed in, in the order of the file; those that say nothing usable are written off at once. */
export const candidatesIn = async function* ({ input, defaults, job }: CandidatesOptions): AsyncGenerator<Candidate, void, undefined> {
  let place = 0;
  for await (const { number: line, text } of fileLines(input)) {
    if (isBlank(text)) continue;
    const read = submissionOfLine(text, defaults);
    if (read.kind === 'refused') {
      job.finish({ line, status: 'refused', error: { code: 'invalid_line', message: read.reason } });
      continue;
    }
    place += 1;
    yield { line, place, submission: read.submission, customId: read.customId };
  }
};
