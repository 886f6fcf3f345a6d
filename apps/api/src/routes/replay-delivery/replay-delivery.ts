import type { ProblemCode } from '@millrace/contracts';
import type { ReplayOutcome } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';
import type { RunOperation } from '../../http/operation-call.js';
import type { Webhooks } from '../../webhooks.js';
import { answerPending } from '../webhooks/answer-pending.js';
import { requireDeliveryId } from '../webhooks/require-delivery-id.js';

const refusals: Readonly<Record<Exclude<ReplayOutcome, 'queued'>, ProblemCode>> = {
  unknown: 'unknown_delivery',
  pending: 'delivery_pending',
  erased: 'task_erased',
  disabled: 'webhook_disabled',
};

/** `POST /v1/webhooks/deliveries/{id}/replay`: has a delivery that has come to an end sent again. */
export const createReplayDeliveryRoute =
  ({ replayDelivery, deliveries }: Pick<Webhooks, 'replayDelivery' | 'deliveries'>): RunOperation =>
  async (call) => {
    const delivery = requireDeliveryId(call);
    const outcome = await replayDelivery(delivery);
    if (outcome !== 'queued') throw new HttpProblem(refusals[outcome]);
    return answerPending(deliveries, delivery);
  };
