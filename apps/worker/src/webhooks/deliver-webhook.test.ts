import { describe, expect, it } from '@jest/globals';
import type { ClaimedDelivery, ClaimOutcome, DeliveryAttempt, RecordOutcome } from '@millrace/tasks';
import { newWebhookSecret, type SendOutcome, type WebhookSend } from '@millrace/webhooks';
import { recordTelemetry } from '../fakes/record-telemetry.js';
import { createDeliverWebhook } from './deliver-webhook.js';
import type { Place } from './receiver-places.js';

const delivery: ClaimedDelivery = {
  id: 'msg_1',
  holder: 'holder-1',
  tenant: 'acme',
  type: 'task.succeeded',
  endpointId: 'we_1',
  taskId: 'task_1',
  createdAtMs: 5000,
  claimedAtMs: 9999,
  tries: 0,
  url: 'https://example.com:8443/hook?token=canary',
  secrets: [newWebhookSecret()],
};
const nowMs = 1_000_000;
const left: number[] = [];
const free: Place = { kind: 'taken', leave: (durationMs) => void left.push(durationMs) };

interface Given {
  readonly claim?: ClaimOutcome;
  readonly place?: Place;
  readonly outcome?: SendOutcome;
  readonly recorded?: RecordOutcome;
}

const deliver = async ({
  claim = { kind: 'claimed', delivery },
  place = free,
  outcome = { kind: 'delivered', statusCode: 200 },
  recorded = { kind: 'delivered' },
}: Given) => {
  const { telemetry, told } = recordTelemetry();
  const sent: WebhookSend[] = [];
  const attempts: DeliveryAttempt[] = [];
  const deferred: number[] = [];
  const perform = createDeliverWebhook({
    deliveries: {
      claim: async () => claim,
      bodyOf: async () => 'the body',
      record: async (_delivery, attempt) => {
        attempts.push(attempt);
        return recorded;
      },
      defer: async (_delivery, waitMs) => void deferred.push(waitMs),
    },
    sender: {
      send: async (request) => {
        sent.push(request);
        return outcome;
      },
    },
    places: { take: () => place },
    schedule: [10, 30],
    newHolder: () => 'holder-1',
    clock: () => nowMs,
    monotonicMs: () => 0,
    random: () => 0.5,
    telemetry,
  });
  const job = await perform({ deliveryId: delivery.id, run: 1 }, new AbortController().signal);
  return { job, sent, attempts, deferred, told: told.map(([name]) => name) };
};

const claimedWith = (more: Partial<ClaimedDelivery>): ClaimOutcome => ({ kind: 'claimed', delivery: { ...delivery, ...more } });
const refused = { kind: 'refused', statusCode: 503 } as const;

describe('a job that delivers a webhook', () => {
  it('is done when it is delivered', async () => {
    const { job, sent, attempts, told } = await deliver({});
    expect(job).toEqual({ kind: 'done' });
    expect(sent).toEqual([expect.objectContaining({ url: delivery.url, body: 'the body' })]);
    expect(sent[0]?.headers).toMatchObject({ 'webhook-id': 'msg_1', 'webhook-timestamp': '9' });
    expect(attempts).toEqual([{ outcome: 'delivered', statusCode: 200, durationMs: 0 }]);
    expect(told).toEqual(['webhookAttempted']);
  });

  it('comes back when the next attempt is due, and no sooner than the receiver asked', async () => {
    const recorded: RecordOutcome = { kind: 'later', waitMs: 777 };
    const { job, attempts } = await deliver({ outcome: refused, recorded });
    expect(attempts).toEqual([{ outcome: 'refused', statusCode: 503, durationMs: 0, waitMs: 10_000 }]);
    expect(job).toEqual({ kind: 'later', atMs: nowMs + 777 });
    const asked = await deliver({ outcome: { ...refused, retryAfterMs: 60_000 }, recorded });
    expect(asked.attempts[0]?.waitMs).toBeGreaterThanOrEqual(60_000);
  });

  it.each<[string, Given]>([
    ['after the last attempt', { claim: claimedWith({ tries: 2 }), outcome: refused }],
    ['when the receiver is gone', { outcome: { kind: 'gone', statusCode: 410 } }],
    ['after one attempt when it is a test', { claim: claimedWith({ type: 'webhook.test' }), outcome: refused }],
  ])('has no next attempt %s', async (_when, given) => {
    const { job, attempts, told } = await deliver({ ...given, recorded: { kind: 'failed', disabled: 'gone' } });
    expect(attempts[0]?.waitMs).toBeUndefined();
    expect(job).toEqual({ kind: 'done' });
    expect(told).toEqual(['webhookAttempted', 'webhookFailed', 'webhookDisabled']);
  });

  it('sends nothing and uses no attempt while all places of the receiver are taken', async () => {
    const { job, sent, attempts, deferred } = await deliver({ place: { kind: 'full', waitMs: 500 } });
    expect([sent, attempts]).toEqual([[], []]);
    expect(deferred).toEqual([500]);
    expect(job).toEqual({ kind: 'later', atMs: nowMs + 500 });
  });

  it('is handed back with its claim, and without an attempt, when its worker has to stop', async () => {
    const { job, attempts, deferred, told } = await deliver({ outcome: { kind: 'aborted' } });
    expect(job).toEqual({ kind: 'handed_back' });
    expect(deferred).toEqual([0]);
    expect([attempts, told]).toEqual([[], []]);
  });

  it('frees its place whatever comes of it', async () => {
    for (const outcome of [refused, { kind: 'aborted' }, { kind: 'timeout' }] as const) {
      left.length = 0;
      await deliver({ outcome, recorded: { kind: 'later', waitMs: 1 } });
      expect(left).toEqual([0]);
    }
  });

  it('looks again when another worker holds the delivery', async () => {
    expect((await deliver({ claim: { kind: 'wait', waitMs: 50 } })).job).toEqual({ kind: 'later', atMs: nowMs + 50 });
    expect((await deliver({ recorded: { kind: 'over' } })).job).toMatchObject({ kind: 'later' });
  });

  it('ends without a word to the receiver when there is nothing to send any more', async () => {
    for (const claim of [{ kind: 'over' }, { kind: 'ended', reason: 'disabled' }] as const) {
      const { job, sent } = await deliver({ claim });
      expect(job).toEqual({ kind: 'done' });
      expect(sent).toEqual([]);
    }
  });
});
