import type { BulkOutcome, TaskSubmission } from '@millrace/contracts';
import { jsonDigest } from '@millrace/runtime';
import type { SubmitRequest } from '@millrace/tasks';
import { type HttpProblem, problemDocumentOf } from '../../http/http-problem.js';
import type { OperationCall } from '../../http/operation-call.js';
import type { LimitName } from '../../telemetry.js';
import type { RequestOf } from '../submission/request-of.js';
import type { SubmitPatiently } from './submit-patiently.js';
import type { ReadyLine, Tried } from './try-line.js';
import type { BulkLine } from './windows-of.js';

export interface SettleWindowOptions {
  readonly call: Pick<OperationCall<unknown>, 'caller' | 'context'>;
  /** Stands for the `Idempotency-Key` of the upload. */
  readonly idempotencyKey: string | undefined;
  readonly validate: (value: unknown) => TaskSubmission;
  readonly requestOf: RequestOf;
  readonly newTaskId: () => string;
  readonly submit: SubmitPatiently;
  readonly problemOf: (error: unknown) => HttpProblem;
  readonly onRefusedByLimit: (limit: LimitName) => void;
}

export type SettleWindow = (lines: readonly BulkLine[]) => Promise<readonly BulkOutcome[]>;

/** Reads, checks and submits the tasks of a window; tells the outcome of each in their order. Never rejects. */
export const createSettleWindow = (options: SettleWindowOptions): SettleWindow => {
  const { call, idempotencyKey, validate, requestOf, newTaskId, submit, problemOf, onRefusedByLimit } = options;
  const { caller, context } = call;

  const readyLine = ({ number, read }: BulkLine): ReadyLine => {
    const body = validate(read());
    const idempotency = idempotencyKey && { idempotency: { key: `${idempotencyKey}:${number}`, digest: jsonDigest(body) } };
    const request: SubmitRequest = { id: newTaskId(), ...requestOf(caller, body, context), ...idempotency };
    return { number, request };
  };
  const outcomeOf = (line: number, tried: Tried): BulkOutcome => {
    if (tried.kind === 'settled') return tried.outcome;
    if (tried.limit) onRefusedByLimit(tried.limit);
    const problem = problemDocumentOf(tried.problem, context.requestId);
    return { line, status: problem.status, problem };
  };

  return async (lines) => {
    const ready: ReadyLine[] = [];
    const outcomes = new Map<number, BulkOutcome>();
    for (const line of lines) {
      try {
        ready.push(readyLine(line));
      } catch (error) {
        outcomes.set(line.number, outcomeOf(line.number, { kind: 'refused', problem: problemOf(error) }));
      }
    }
    const tried = await submit(ready);
    ready.forEach(({ number }, place) => {
      outcomes.set(number, outcomeOf(number, tried[place] as Tried));
    });
    return lines.map(({ number }) => outcomes.get(number) as BulkOutcome);
  };
};
