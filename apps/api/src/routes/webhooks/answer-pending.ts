import type { DeliveryLog } from '@millrace/tasks';
import type { JsonAnswer } from '../../http/answer.js';
import { HttpProblem } from '../../http/http-problem.js';
import { renderDelivery } from './render-delivery.js';

/** 202 with a delivery that was queued just now, and where to read it. */
export const answerPending = async (
  deliveries: Pick<DeliveryLog, 'read'>,
  delivery: { readonly tenant: string; readonly id: string },
): Promise<JsonAnswer> => {
  const found = await deliveries.read(delivery);
  if (!found) throw new HttpProblem('unknown_delivery');
  return { status: 202, body: renderDelivery(found), headers: { location: `/v1/webhooks/deliveries/${found.id}` } };
};
