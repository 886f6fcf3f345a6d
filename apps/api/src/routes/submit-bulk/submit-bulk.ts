import type { BulkList, BulkOutcome } from '@millrace/contracts';
import type { RunOperation } from '../../http/operation-call.js';
import { lateAnswer, prefersLateAnswer } from '../../http/prefers-late-answer.js';
import type { ManyItems } from '../../http/read-many.js';
import { heldBack } from '../../http/upload/held-back.js';
import type { OpenArrays } from '../../limits/open-arrays.js';
import type { OpenRequests } from '../../limits/open-requests.js';
import { type BulkOptions, beginBulk } from './begin-bulk.js';
import { tellLines } from './tell-lines.js';

export interface SubmitBulkRouteOptions extends BulkOptions {
  readonly openRequests: OpenRequests;
  readonly openArrays: OpenArrays;
}

/** `POST /v1/tasks/bulk`: submits each item, and tells the outcome of each; of lines while they still come. */
export const createSubmitBulkRoute =
  ({ openRequests, openArrays, ...options }: SubmitBulkRouteOptions): RunOperation<ManyItems> =>
  async (call) => {
    // Before anything is read: what is refused takes no memory.
    openRequests.require(call, 'upload');
    if (call.body.kind === 'array') openArrays.require(call, call.body.mostBytes);
    const signal = call.untilNobodyWaits();
    const bulk = beginBulk(call, signal, options);
    if (call.body.kind === 'lines') {
      const lines = tellLines(bulk, call.context, signal);
      if (!prefersLateAnswer(call.headers.prefer)) return { status: 200, lines };
      return { status: 200, lines: heldBack(lines), late: true, headers: { 'preference-applied': lateAnswer } };
    }

    const data: BulkOutcome[] = [];
    for await (const outcomes of bulk.outcomes) {
      bulk.tally.add(outcomes);
      data.push(...outcomes);
    }
    const body: BulkList = { object: 'list', data, ...bulk.tally.counts() };
    return { status: 200, body };
  };
