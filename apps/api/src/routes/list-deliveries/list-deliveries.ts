import { defaultPageSize, type WebhookDeliveryList, type WebhookDeliveryQuery } from '@millrace/contracts';
import type { ListDeliveriesRequest } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import type { Webhooks } from '../../webhooks.js';
import { renderDelivery } from '../webhooks/render-delivery.js';
import { readDeliveryCursor, writeDeliveryCursor } from './delivery-cursor.js';

/** `GET /v1/webhooks/deliveries`: a page of what was sent or is to be sent for the tenant, newest first. */
export const createListDeliveriesRoute =
  ({ deliveries }: Pick<Webhooks, 'deliveries'>): RunOperation =>
  async ({ caller, query }) => {
    const page = await deliveries.list(toListRequest(caller.tenant, query));
    const body: WebhookDeliveryList = {
      object: 'list',
      data: page.deliveries.map(renderDelivery),
      has_more: page.next !== undefined,
      ...(page.next && { next_cursor: writeDeliveryCursor(page.next) }),
    };
    return { status: 200, body };
  };

const toListRequest = (tenant: string, query: WebhookDeliveryQuery): ListDeliveriesRequest => ({
  tenant,
  limit: query.limit ?? defaultPageSize,
  ...(query.cursor !== undefined && { after: readDeliveryCursor(query.cursor) }),
  ...(query.webhook_id !== undefined && { endpointId: query.webhook_id }),
  ...(query.task_id !== undefined && { taskId: query.task_id }),
  ...(query.status && { states: query.status }),
});
