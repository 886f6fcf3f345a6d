import type { FinalState } from './task-state.js';

/** What tasks tell webhooks of: their ends. */
export const taskEventTypes = ['task.succeeded', 'task.failed', 'task.cancelled', 'task.expired'] as const satisfies `task.${FinalState}`[];
export type TaskEventType = (typeof taskEventTypes)[number];

/** What keys tell the endpoints of their tenant: four fifths of a budget are spent, or all of it. Once for each day or month. */
export const budgetEventTypes = ['budget.warning', 'budget.exhausted'] as const;
export type BudgetEventType = (typeof budgetEventTypes)[number];

/** What an endpoint can be told of. */
export const endpointEventTypes = [...taskEventTypes, ...budgetEventTypes] as const;
export type EndpointEventType = (typeof endpointEventTypes)[number];

/** Every type of event that is sent to webhooks; `webhook.test` only goes to the endpoint that asked for it. */
export const webhookEventTypes = [...endpointEventTypes, 'webhook.test'] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];

/** Why nothing more is sent to an endpoint: it answered 410, it failed for a whole schedule of attempts, or its owner said so. */
export const webhookDisabledReasons = ['gone', 'failing', 'caller'] as const;
export type WebhookDisabledReason = (typeof webhookDisabledReasons)[number];

export const deliveryStates = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/**
 * Why a delivery failed that no attempt says it of: its endpoint was disabled or deleted, too many of its tenant were pending when it was
 * created, or what is stored of it could not be read.
 */
export const deliveryFailureReasons = ['disabled', 'deleted', 'too_many_pending', 'unreadable'] as const;
export type DeliveryFailureReason = (typeof deliveryFailureReasons)[number];

/** How one attempt to deliver ended. */
export const deliveryOutcomes = ['delivered', 'refused', 'redirected', 'unreachable', 'timeout', 'blocked', 'gone'] as const;
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];
