import { randomBytes } from 'node:crypto';

const idBytes = 16;
const newId = (prefix: string): string => prefix + randomBytes(idBytes).toString('hex');

export const newWebhookId = (): string => newId('we_');
export const newDeliveryId = (): string => newId('msg_');

/** Whether a text could be such an id at all; what cannot be one is not worth a question to Redis. */
export const isWebhookId = (text: string): boolean => /^we_[0-9a-f]{32}$/.test(text);
export const isDeliveryId = (text: string): boolean => /^msg_[0-9a-f]{32}$/.test(text);
