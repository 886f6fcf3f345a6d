import { createScript, guarded, type Keys, readRecord, type Seal, type TaskRecord } from '@millrace/store';
import type { Redis } from 'ioredis';
import { budgetEventData } from './budget-event-data.js';
import type { ClaimedDelivery, ClaimOutcome, DeliveryAttempt, RecordOutcome } from './delivery-outcomes.js';
import { eventBody, forgottenTaskData, taskEventData } from './event-body.js';
import { type ClaimedAnswer, readClaimed } from './read-claimed.js';
import { shownUrl } from './shown-url.js';
import type { SigningSecrets } from './signing-secrets.js';

export interface WebhookDeliveriesOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
  readonly secrets: Pick<SigningSecrets, 'defaultOf'>;
  /** Longest an attempt may take until its answer is written; another worker may make one after that. */
  readonly claimMs: number;
  /** How long an ended delivery stays in the log. */
  readonly logTtlSeconds: number;
  /** How many deliveries in a row have to fail, each after its last attempt, before their endpoint is disabled. */
  readonly maxFailures?: number;
}

/** A worker's side of the delivery of webhooks. All throw `StoreUnavailableError`. */
export interface WebhookDeliveries {
  /** Takes what a job refers to, unless it is not to be sent now. `holder` stands for this attempt. */
  claim(job: { readonly deliveryId: string; readonly run: number }, holder: string): Promise<ClaimOutcome>;
  /** What a delivery sends: the same bytes at each attempt. */
  bodyOf(delivery: ClaimedDelivery): Promise<string>;
  /** Writes how an attempt ended, and what follows. */
  record(delivery: ClaimedDelivery, attempt: DeliveryAttempt): Promise<RecordOutcome>;
  /** Gives a delivery back without an attempt, for so long. */
  defer(delivery: ClaimedDelivery, waitMs: number): Promise<void>;
}

type ClaimAnswer = ClaimedAnswer | ['wait', number] | ['ended', 'disabled' | 'deleted'] | ['over'];
type RecordAnswer = ['delivered'] | ['failed', ('gone' | 'failing')?] | ['later', number] | ['over'];

const enoughFailures = 5;

export const createWebhookDeliveries = (options: WebhookDeliveriesOptions): WebhookDeliveries => {
  const { redis, keys, seal, secrets, claimMs, logTtlSeconds, maxFailures = enoughFailures } = options;
  const script = (name: string) => createScript({ redis, keys, name });
  const [claim, endUnreadable, record, defer, keepBody] = [
    script('claim-delivery'),
    script('end-unreadable-delivery'),
    script('record-delivery'),
    script('defer-delivery'),
    script('keep-delivery-body'),
  ] as const;
  const keepMs = logTtlSeconds * 1000;

  const dataOf = createDataOf(options);

  return {
    async claim({ deliveryId, run }, holder) {
      const answer = (await claim(keys.delivery(deliveryId), [deliveryId, run, holder, claimMs, keepMs])) as ClaimAnswer;
      switch (answer[0]) {
        case 'wait':
          return { kind: 'wait', waitMs: answer[1] };
        case 'ended':
          return { kind: 'ended', reason: answer[1] };
        case 'over':
          return { kind: 'over' };
        case 'claimed': {
          const delivery = readable(() => readClaimed({ answer, id: deliveryId, holder, seal }));
          if (!delivery) {
            const ended = await endUnreadable(keys.delivery(deliveryId), [deliveryId, holder, keepMs]);
            return ended === 1 ? { kind: 'ended', reason: 'unreadable' } : { kind: 'over' };
          }
          if (delivery.secrets.length > 0) return { kind: 'claimed', delivery };
          const list = await secrets.defaultOf(delivery.tenant);
          return { kind: 'claimed', delivery: { ...delivery, secrets: list.secrets.map(({ secret }) => secret) } };
        }
      }
    },

    async bodyOf(delivery) {
      if (delivery.body !== undefined) return delivery.body;
      const { id, taskId = '' } = delivery;
      const context = `${id}:body`;
      const bodies = (await dataOf(delivery)).map((data) => seal.seal(eventBody({ ...delivery, data }), context));
      return seal.open((await keepBody(keys.delivery(id), [taskId, ...bodies])) as string, context);
    },

    async record({ id, holder, url }, { outcome, statusCode = '', durationMs, waitMs = '' }) {
      const shown = seal.seal(shownUrl(url), `${id}:url`);
      const args = [id, holder, outcome, statusCode, Math.round(durationMs), waitMs, keepMs, maxFailures, shown];
      return toRecordOutcome((await record(keys.delivery(id), args)) as RecordAnswer);
    },

    async defer({ id, holder }, waitMs) {
      await defer(keys.delivery(id), [id, holder, Math.round(waitMs)]);
    },
  };
};

/** What is said of a task, and what is left of that when it is erased: neither metadata nor what a failure said. */
const createDataOf =
  ({ redis, keys, seal }: Pick<WebhookDeliveriesOptions, 'redis' | 'keys' | 'seal'>) =>
  async ({ taskId, endpointId, type, data }: ClaimedDelivery): Promise<readonly [object, object]> => {
    if (data !== undefined) return [budgetEventData(data), budgetEventData(data)];
    if (taskId === undefined) return [{ webhook_id: endpointId }, { webhook_id: endpointId }];
    const [fields, metadata, spend] = await guarded(() =>
      Promise.all([redis.hgetall(keys.task(taskId)), redis.get(keys.metadata(taskId)), redis.hgetall(keys.taskSpend(taskId))]),
    );
    if (fields.state === undefined) return [forgottenTaskData(taskId, type), forgottenTaskData(taskId, type)];
    const { message: _, ...bare } = fields;
    const read = (record: TaskRecord, sealed: string | null) =>
      taskEventData(readRecord({ id: taskId, record, result: null, metadata: sealed, seal, spend }));
    return [read(fields, metadata), read(bare, null)];
  };

/** What cannot be read now cannot be read at any later attempt either. */
const readable = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

const toRecordOutcome = (answer: RecordAnswer): RecordOutcome => {
  switch (answer[0]) {
    case 'later':
      return { kind: 'later', waitMs: answer[1] };
    case 'failed':
      return { kind: 'failed', ...(answer[1] && { disabled: answer[1] }) };
    case 'delivered':
    case 'over':
      return { kind: answer[0] };
  }
};
