import { type BulkOutcome, taskSubmission } from '@millrace/contracts';
import type { SubmitTask } from '@millrace/tasks';
import type { HttpProblem } from '../../http/http-problem.js';
import type { OperationCall } from '../../http/operation-call.js';
import { problemFrom } from '../../http/problem-from.js';
import type { ManyItems } from '../../http/read-many.js';
import { createLineSplitter, type LineSplitter } from '../../http/upload/line-splitter.js';
import { createBodyValidator } from '../../http/validation/validate-body.js';
import { refusedKey } from '../../middleware/authenticate.js';
import type { ApiTelemetry } from '../../telemetry.js';
import { idempotencyKey } from '../submission/idempotency-key.js';
import type { RequestOf } from '../submission/request-of.js';
import { pipelined } from './pipelined.js';
import { createSettleWindow } from './settle-window.js';
import { createSubmitPatiently } from './submit-patiently.js';
import { createTally, type Tally } from './tally.js';
import { createTryLine } from './try-line.js';
import { windowsOf } from './windows-of.js';

export interface BulkOptions {
  readonly submitBulk: SubmitTask;
  readonly newTaskId: () => string;
  readonly requestOf: RequestOf;
  readonly telemetry: Pick<ApiTelemetry, 'taskSubmitted' | 'refusedByLimit' | 'requestFailed' | 'bulkLines'>;
  readonly lineLimitBytes: number;
  /** How long a line may wait for room. */
  readonly roomMs: number;
}

/** A bulk submission under way. */
export interface Bulk {
  /** By windows, in order; nothing is read and submitted before it is asked for. */
  readonly outcomes: AsyncIterable<readonly BulkOutcome[]>;
  readonly tally: Tally;
  readonly splitter: LineSplitter;
  /** What was thrown as its problem; told to the log if it is one of ours. */
  readonly problemOf: (error: unknown) => HttpProblem;
}

/** With windows of 256 lines some four megabytes at most, when their last lines are as long as a line may be. */
const windowsAtOnce = 4;

const validate = createBodyValidator(taskSubmission);

/** Begins to submit what a call brings; throws `invalid_header`. */
export const beginBulk = (call: OperationCall<ManyItems>, signal: AbortSignal, options: BulkOptions): Bulk => {
  const { submitBulk, newTaskId, requestOf, telemetry, lineLimitBytes, roomMs } = options;
  const { requestId, route, stopping } = call.context;

  const problemOf = (error: unknown): HttpProblem => {
    const problem = problemFrom(error, { stopping: stopping.aborted });
    if (problem.parts.cause !== undefined) telemetry.requestFailed({ requestId, route, code: problem.code, error: problem.parts.cause });
    return problem;
  };
  const tryLine = createTryLine({ submit: submitBulk, onStored: telemetry.taskSubmitted, problemOf });
  const run = createSettleWindow({
    call,
    idempotencyKey: idempotencyKey(call.headers),
    validate,
    requestOf,
    newTaskId,
    submit: createSubmitPatiently({ tryLine, roomMs, signal }),
    problemOf,
    onRefusedByLimit: telemetry.refusedByLimit,
  });
  const splitter = createLineSplitter({ limitBytes: lineLimitBytes });
  const requireKey = (): void => {
    if (call.context.keyRefused?.aborted) throw refusedKey('key');
  };
  const source = windowsOf({ items: call.body, splitter, lineLimitBytes, signal, requireKey });
  const tally = createTally(telemetry.bulkLines);
  return { outcomes: pipelined({ source, run, most: windowsAtOnce }), tally, splitter, problemOf };
};
