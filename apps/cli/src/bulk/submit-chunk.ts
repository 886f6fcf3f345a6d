import { type Millrace, MillraceConnectionError, MillraceError, type TaskSubmission } from '@millrace/sdk';
import { inLanes } from '../commands/in-lanes.js';

export interface Candidate {
  readonly line: number;
  readonly submission: TaskSubmission;
  readonly customId: string | undefined;
}

/** What the api said to one line. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly candidate: Candidate; readonly id: string }
  | { readonly kind: 'refused'; readonly candidate: Candidate; readonly code: string; readonly message: string }
  | { readonly kind: 'later'; readonly candidate: Candidate; readonly message: string; readonly afterMs: number };

export interface SubmitChunkOptions {
  readonly millrace: Millrace;
  readonly candidates: readonly Candidate[];
  /** Of the whole job; each line has its own in it, so that sending a line twice makes one task. */
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
}

const lanes = 32;
const defaultWaitMs = 2000;

/** Nobody of this key gets in, so no line will. */
const concernsAll = ({ status }: MillraceError): boolean => status === 401 || status === 403;

const verdictOf = (candidate: Candidate, error: unknown): Verdict => {
  if (error instanceof MillraceConnectionError || (error instanceof MillraceError && error.retryable && !concernsAll(error)))
    return { kind: 'later', candidate, message: error.message, afterMs: error.retryAfterMs ?? defaultWaitMs };
  if (!(error instanceof MillraceError) || concernsAll(error)) throw error;
  return { kind: 'refused', candidate, code: error.code, message: error.problem?.detail ?? error.message };
};

/** Hands in some lines, and gives back a verdict for each, in no order. Throws for what concerns every line, such as an unknown key. */
export const submitChunk = async ({ millrace, candidates, idempotencyKey, signal }: SubmitChunkOptions): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = [];
  await inLanes(lanes, candidates, async (candidate) => {
    try {
      const options = { idempotencyKey: `${idempotencyKey}-${candidate.line}`, signal };
      const { id } = await millrace.tasks.submit(candidate.submission, options);
      verdicts.push({ kind: 'accepted', candidate, id });
    } catch (error) {
      signal.throwIfAborted();
      verdicts.push(verdictOf(candidate, error));
    }
  });
  return verdicts;
};
