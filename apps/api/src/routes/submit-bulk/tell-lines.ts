import type { BulkSummary } from '@millrace/contracts';
import { HttpProblem, problemDocumentOf } from '../../http/http-problem.js';
import type { RequestContext } from '../../http/request-context.js';
import type { Bulk } from './begin-bulk.js';

/** The outcomes as lines of JSON, each window as soon as it is settled, and the summary. */
export async function* tellLines(
  { outcomes, tally, splitter, problemOf }: Bulk,
  context: RequestContext,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let broken: HttpProblem | undefined;
  try {
    for await (const settled of outcomes) {
      tally.add(settled);
      yield `${settled.map((outcome) => JSON.stringify(outcome)).join('\n')}\n`;
    }
  } catch (error) {
    broken = signal.aborted ? endOf(signal, context) : problemOf(error);
  }
  const problem = broken && { problem: problemDocumentOf(broken, context.requestId) };
  const lines = { lines: splitter.count(), ...tally.counts(), complete: !broken };
  const summary: BulkSummary = { object: 'bulk.summary', ...lines, ...problem };
  yield `${JSON.stringify(summary)}\n`;
}

/** Why an upload is over before its end. */
const endOf = ({ reason }: AbortSignal, { keyRefused }: RequestContext): HttpProblem => {
  if (reason instanceof HttpProblem) return reason;
  return new HttpProblem(keyRefused?.aborted ? 'unknown_key' : 'shutting_down');
};
