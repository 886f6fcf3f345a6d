import { isDeliveryId } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';
import type { OperationCall } from '../../http/operation-call.js';

/** Which delivery of which tenant is meant; throws `unknown_delivery` (404) for what cannot be one, at no cost to Redis. */
export const requireDeliveryId = ({
  caller: { tenant },
  parameters: { id = '' },
}: Pick<OperationCall, 'caller' | 'parameters'>): { readonly tenant: string; readonly id: string } => {
  if (!isDeliveryId(id)) throw new HttpProblem('unknown_delivery');
  return { tenant, id };
};
