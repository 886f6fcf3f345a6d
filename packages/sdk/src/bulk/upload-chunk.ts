import type { BulkSummary, ProblemDocument } from '@millrace/contracts';
import { MillraceConnectionError } from '../errors/millrace-connection-error.js';
import { MillraceError } from '../errors/millrace-error.js';
import type { Api } from '../http/create-api.js';
import { linesOf } from '../http/lines-of.js';
import type { Exchange } from '../http/open-exchange.js';
import type { Request } from '../http/request.js';
import type { BulkOutcome } from './bulk-outcome.js';
import type { Chunk } from './chunks-of.js';
import { createLineLedger, type LineLedger } from './line-ledger.js';

const isSummary = (said: BulkOutcome | BulkSummary): said is BulkSummary => 'object' in said;

const errorOf = ({ status, code, detail, retryable, request_id }: ProblemDocument): MillraceError =>
  new MillraceError({ message: `${code}: ${detail}`, status, code, retryable, requestId: request_id });

/** Why lines are left after an answer. */
const shortfall = (ledger: LineLedger, summary: BulkSummary | undefined): Error => {
  const problem = summary?.problem ?? ledger.refusals()?.[0]?.problem;
  if (problem) return errorOf(problem);
  return new MillraceConnectionError({ message: 'the answer ended before all lines were answered' });
};

export interface UploadChunkOptions {
  readonly api: Api;
  readonly chunk: Chunk;
  /** Of this chunk alone. */
  readonly key: string;
  readonly signal: AbortSignal;
}

/**
 * What becomes of the lines of a chunk, in their order. Lines that were not answered, or refused for a reason that may pass, are sent
 * again with the same key; in the end the refusal is their outcome. Throws if lines stay without any answer.
 */
export const uploadChunk = async function* ({ api, chunk, key, signal }: UploadChunkOptions): AsyncGenerator<BulkOutcome, void, undefined> {
  const ledger = createLineLedger(chunk);
  const retries = api.retries();
  const headers = { 'content-type': 'application/x-ndjson', accept: 'application/x-ndjson', 'idempotency-key': key };
  const answered = async function* (exchange: Exchange): AsyncGenerator<BulkOutcome, BulkSummary | undefined, undefined> {
    for await (const text of linesOf(exchange.bytes)) {
      const said: BulkOutcome | BulkSummary = JSON.parse(text);
      if (isSummary(said)) return said;
      if (ledger.note(said)) retries.heard();
      yield* ledger.take();
    }
    return undefined;
  };
  while (!ledger.done) {
    const request: Request = { method: 'POST', path: '/v1/tasks/bulk', body: ledger.upload(), headers, signal };
    try {
      const summary = yield* answered(await api.open(request));
      if (!ledger.done) throw shortfall(ledger, summary);
    } catch (error) {
      await retries.after(error, request).catch((last) => {
        if (signal.aborted || !ledger.refusals()) throw last;
        ledger.accept();
      });
    }
  }
  yield* ledger.take();
};
