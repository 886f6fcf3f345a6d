import { HttpProblem } from '../../http/http-problem.js';
import type { RunOperation } from '../../http/operation-call.js';
import type { Webhooks } from '../../webhooks.js';
import { renderDelivery } from '../webhooks/render-delivery.js';
import { requireDeliveryId } from '../webhooks/require-delivery-id.js';

/** `GET /v1/webhooks/deliveries/{id}` */
export const createReadDeliveryRoute =
  ({ deliveries }: Pick<Webhooks, 'deliveries'>): RunOperation =>
  async (call) => {
    const delivery = await deliveries.read(requireDeliveryId(call));
    if (!delivery) throw new HttpProblem('unknown_delivery');
    return { status: 200, body: renderDelivery(delivery) };
  };
