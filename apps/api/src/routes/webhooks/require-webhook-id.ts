import { isWebhookId } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';
import type { OperationCall } from '../../http/operation-call.js';

/** Which endpoint of which tenant is meant; throws `unknown_webhook` (404) for what cannot be one, at no cost to Redis. */
export const requireWebhookId = ({
  caller: { tenant },
  parameters: { id = '' },
}: Pick<OperationCall, 'caller' | 'parameters'>): { readonly tenant: string; readonly id: string } => {
  if (!isWebhookId(id)) throw new HttpProblem('unknown_webhook');
  return { tenant, id };
};
