import { isFinal } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import { HttpProblem } from '../../http/http-problem.js';
import type { OperationCall } from '../../http/operation-call.js';
import { lastNumber } from './end-events.js';

const wholeNumber = /^\d{1,15}$/;

/**
 * Number of the last event that the caller has; 0 = none. `Last-Event-ID` counts more than `?after=`: a browser that
 * connects again sends it along with the address it was given first. Throws `invalid_header`.
 */
export const resumePoint = ({ headers, query }: Pick<OperationCall<unknown>, 'headers' | 'query'>): number => {
  const last = headers['last-event-id'];
  if (last === undefined || last === '') return (query as { after?: number }).after ?? 0;
  if (typeof last === 'string' && wholeNumber.test(last)) return Number(last);
  throw new HttpProblem('invalid_header', { detail: 'Last-Event-ID must be the number of an event, a whole number.' });
};

/** Whether the caller has everything there will ever be. Whoever knows more than a task has told does not: see `eventsOf`. */
export const knowsAll = (task: StoredTask, after: number): boolean => isFinal(task.state) && after === lastNumber(task);
