import type { WebhookEventType } from '@millrace/contracts';
import type { Seal } from '@millrace/store';
import type { ClaimedDelivery } from './delivery-outcomes.js';
import { defaultSecretContext, endpointSecretContext, readSecrets } from './stored-secrets.js';
import { type TaskWebhook, taskWebhookContext } from './task-webhook.js';

/** What `claim-delivery.lua` answers for one that was taken; fields as name, value, name, value. */
export type ClaimedAnswer = ['claimed', nowMs: number, delivery: string[], endpoint: string[], defaultSecrets: string];

export interface ReadClaimedOptions {
  readonly answer: ClaimedAnswer;
  readonly id: string;
  readonly holder: string;
  readonly seal: Seal;
}

/** Opens a delivery that was taken. It has no secrets when those of its tenant are to sign and there are none yet. */
export const readClaimed = ({
  answer: [, nowMs, flat, endpoint, defaultSecrets],
  id,
  holder,
  seal,
}: ReadClaimedOptions): ClaimedDelivery => {
  const fields = fieldsOf(flat);
  const { tenant = '', type, task, endpoint: endpointId = '', body, data } = fields;
  const target = endpointId === '' ? ownTarget() : endpointTarget();

  function endpointTarget() {
    const { url = '', secrets = '[]' } = fieldsOf(endpoint);
    const read = readSecrets(secrets, { seal, context: endpointSecretContext(endpointId), nowMs });
    return { url: seal.open(url, `${endpointId}:url`), secrets: read.map(({ secret }) => secret) };
  }
  function ownTarget() {
    const { url, secret } = JSON.parse(seal.open(fields.target ?? '', taskWebhookContext(task ?? ''))) as TaskWebhook;
    if (secret !== undefined) return { url, secrets: [secret] };
    const read = defaultSecrets === '' ? [] : readSecrets(defaultSecrets, { seal, context: defaultSecretContext(tenant), nowMs });
    return { url, secrets: read.map(({ secret: text }) => text) };
  }

  return {
    id,
    holder,
    tenant,
    type: type as WebhookEventType,
    ...(endpointId !== '' && { endpointId }),
    ...(task && { taskId: task }),
    ...(data !== undefined && { data }),
    createdAtMs: Number(fields.created),
    claimedAtMs: nowMs,
    tries: Number(fields.tries ?? 0),
    ...target,
    ...(body !== undefined && { body: seal.open(body, `${id}:body`) }),
  };
};

const fieldsOf = (flat: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(flat.flatMap((name, place) => (place % 2 === 0 ? [[name, flat[place + 1] ?? '']] : [])));
