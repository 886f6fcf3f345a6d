/** What a job that delivers a webhook carries: where to find the delivery, never what is sent or where to. */
export interface DeliveryReference {
  readonly deliveryId: string;
  /** Which job of the delivery this is; an older one ends at once. */
  readonly run: number;
}

/** The queue of these jobs. Its dot is in no slug of a route. */
export const deliveryQueue = 'webhooks.deliveries';
