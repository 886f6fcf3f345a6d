import type { SubmitRequest } from '@millrace/tasks';
import type { RequestContext } from '../../http/request-context.js';

/** The request a task comes with. */
export type Submitting = Pick<RequestContext, 'requestId' | 'trace'>;

/** By what its task is found again in logs and traces. */
export const askedIn = ({ requestId, trace }: Submitting): Pick<SubmitRequest, 'requestId' | 'trace'> => ({
  requestId,
  ...(trace !== undefined && { trace }),
});
