import { describe, expect, it } from '@jest/globals';
import { problemDocument } from '@millrace/contracts';
import supertest from 'supertest';
import { appUnderTest, key } from '../../fakes/app-under-test.js';
import { deliveryId, testWebhooks, webhookId } from '../../fakes/test-webhooks.js';

const ofEndpoint = [
  ['get', '', undefined],
  ['patch', '', { enabled: true }],
  ['delete', '', undefined],
  ['post', '/rotate', {}],
  ['post', '/test', undefined],
] as const;
const ofDelivery = [
  ['get', '', undefined],
  ['post', '/replay', undefined],
] as const;

const fail = () => Promise.reject(new Error('asked Redis for what cannot be'));
const asksNobody = testWebhooks({
  endpoints: { read: fail, update: fail, remove: fail },
  secrets: { rotateEndpoint: fail, defaultOf: fail },
  deliveries: { read: fail },
  replayDelivery: fail,
  testDelivery: fail,
});

const ask = async (method: 'get' | 'patch' | 'delete' | 'post', path: string, body: object | undefined, webhooks = testWebhooks()) => {
  const request = supertest(appUnderTest({ services: { webhooks } }).app)
    [method](path)
    .set('x-api-key', key);
  const answer = await (body ? request.send(body) : request).expect(404);
  return problemDocument.parse(answer.body);
};

describe('what is under /v1/webhooks, 404', () => {
  it.each(ofEndpoint)(
    '%s /v1/webhooks/{id}%s knows no such endpoint, and asks nobody about what cannot be one',
    async (method, after, body) => {
      const unknown = await ask(method, `/v1/webhooks/${webhookId}${after}`, body);
      const impossible = await ask(method, `/v1/webhooks/we_nonsense${after}`, body, asksNobody);
      expect(unknown.code).toBe('unknown_webhook');
      expect({ ...impossible, request_id: '' }).toEqual({ ...unknown, request_id: '' });
    },
  );

  it.each(ofDelivery)(
    '%s /v1/webhooks/deliveries/{id}%s knows no such delivery, and asks nobody about what cannot be one',
    async (...call) => {
      const [method, after, body] = call;
      const unknown = await ask(method, `/v1/webhooks/deliveries/${deliveryId}${after}`, body);
      const impossible = await ask(method, `/v1/webhooks/deliveries/msg_nonsense${after}`, body, asksNobody);
      expect(unknown.code).toBe('unknown_delivery');
      expect({ ...impossible, request_id: '' }).toEqual({ ...unknown, request_id: '' });
    },
  );
});
