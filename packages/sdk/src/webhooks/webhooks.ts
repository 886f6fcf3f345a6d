import type {
  DeliveryState,
  NewWebhookEndpoint,
  SecretRotation,
  SigningSecretView,
  WebhookDeliveryList,
  WebhookDeliveryView,
  WebhookEndpointChange,
  WebhookEndpointRemoval,
  WebhookEndpointView,
  WebhookEndpointWithSecret,
} from '@millrace/contracts';
import type { SignalOptions } from '../signal-options.js';

export interface DeliveryQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly webhook_id?: string | undefined;
  readonly task_id?: string | undefined;
  readonly status?: DeliveryState | readonly DeliveryState[] | undefined;
}

/**
 * Endpoints that are told of the ends of tasks, and what was sent to them. Calls that would do something twice (`create`, `rotate`,
 * `rotateSigningSecret`, `test`, `replay`) are repeated only if the first try certainly did nothing.
 */
export interface Webhooks {
  /** Its secret is in this answer only. */
  create(endpoint: NewWebhookEndpoint, options?: SignalOptions): Promise<WebhookEndpointWithSecret>;
  list(options?: SignalOptions): Promise<readonly WebhookEndpointView[]>;
  get(id: string, options?: SignalOptions): Promise<WebhookEndpointView>;
  update(id: string, change: WebhookEndpointChange, options?: SignalOptions): Promise<WebhookEndpointView>;
  delete(id: string, options?: SignalOptions): Promise<WebhookEndpointRemoval>;
  /** A new secret, in this answer only; the ones before it sign as well until the overlap is over. */
  rotate(id: string, rotation?: SecretRotation, options?: SignalOptions): Promise<WebhookEndpointWithSecret>;
  /** Sends an event of the type `webhook.test`. */
  test(id: string, options?: SignalOptions): Promise<WebhookDeliveryView>;
  /** What was sent or is to be sent, newest first; pages are asked for as they are needed. */
  deliveries(query?: DeliveryQuery, options?: SignalOptions): AsyncGenerator<WebhookDeliveryView, void, undefined>;
  deliveriesPage(query?: DeliveryQuery, options?: SignalOptions): Promise<WebhookDeliveryList>;
  delivery(id: string, options?: SignalOptions): Promise<WebhookDeliveryView>;
  /** Sends the same id and bytes once more. */
  replay(deliveryId: string, options?: SignalOptions): Promise<WebhookDeliveryView>;
  /** What signs the webhooks of tasks that bring no secret. */
  signingSecret(options?: SignalOptions): Promise<SigningSecretView>;
  rotateSigningSecret(rotation?: SecretRotation, options?: SignalOptions): Promise<SigningSecretView>;
}
