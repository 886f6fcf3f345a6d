import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { operations } from '@millrace/contracts';
import supertest from 'supertest';
import { appUnderTest, key } from '../fakes/app-under-test.js';
import { storedTask, taskId } from '../fakes/stored-task.js';
import { createFindOperation } from './find-operation.js';

describe('a path as the reference writes it', () => {
  const [submit, read, cancel] = [() => {}, () => {}, () => {}];
  const find = createFindOperation([
    { operation: operations.submitTask, serve: submit },
    { operation: operations.submitBulk, serve: submit },
    { operation: operations.readTask, serve: read },
    { operation: operations.cancelTask, serve: cancel },
  ]);
  const at = (method: string, url: string) => find({ method, url } as IncomingMessage);

  it('leads to its operation and holds its parameter', () => {
    expect(at('POST', '/v1/tasks')).toEqual({ serve: submit, parameters: {} });
    expect(at('GET', `/v1/tasks/${taskId}`)).toEqual({ serve: read, parameters: { id: taskId } });
  });

  it('holds its parameter in the middle, too', () => {
    expect(at('POST', `/v1/tasks/${taskId}/cancel`)).toEqual({ serve: cancel, parameters: { id: taskId } });
  });

  it.each([
    ['POST', '/v1/tasks/{}/cancel'],
    ['POST', '/v1/tasks//cancel'],
    ['POST', '/v1/tasks/a/b/cancel'],
    ['POST', '/v1/tasks/a/cancel/'],
    ['POST', '/v1/tasks/a/cancel?x=1'],
    ['GET', '/v1/tasks/a/cancel'],
    ['GET', '/v1/tasks/{}'],
    ['GET', 'a'],
    ['GET', ''],
    ['GET', '/v1/tasks'],
    ['GET', '/v1/tasks/bulk'],
    ['HEAD', `/v1/tasks/${taskId}`],
    ['POST', '/v1/tasks/'],
    ['POST', '/v1/tasks?a=1'],
    ['POST', '/v1/Tasks'],
    ['GET', '/v1/tasks/'],
    ['GET', '/v1/tasks/a%20b'],
    ['GET', '/v1/tasks/a?b=/c'],
    ['GET', '/v1/tasks/a/events'],
    ['GET', 'http://host/v1/tasks/a'],
  ])('is not %s %s', (method, url) => {
    expect(at(method, url)).toBeUndefined();
  });
});

describe('a path that is written out in the reference', () => {
  const [readSecret, readWebhook, remove, rotate, readDelivery, list] = [() => {}, () => {}, () => {}, () => {}, () => {}, () => {}];
  const find = createFindOperation([
    { operation: operations.readWebhook, serve: readWebhook },
    { operation: operations.deleteWebhook, serve: remove },
    { operation: operations.rotateWebhookSecret, serve: rotate },
    { operation: operations.readSigningSecret, serve: readSecret },
    { operation: operations.readDelivery, serve: readDelivery },
    { operation: operations.listDeliveries, serve: list },
  ]);
  const at = (method: string, url: string) => find({ method, url } as IncomingMessage)?.serve;

  it('comes before one in which a parameter could stand for it', () => {
    expect([at('GET', '/v1/webhooks/signing-secret'), at('GET', '/v1/webhooks/deliveries')]).toEqual([readSecret, list]);
    expect([at('GET', '/v1/webhooks/deliveries/test'), at('GET', '/v1/webhooks/x')]).toEqual([readDelivery, readWebhook]);
    expect([at('DELETE', '/v1/webhooks/x'), at('POST', '/v1/webhooks/x/rotate')]).toEqual([remove, rotate]);
  });

  it.each([
    ['DELETE', '/v1/webhooks/signing-secret', 'GET, HEAD'],
    ['PATCH', '/v1/webhooks/deliveries', 'GET, HEAD'],
    ['POST', '/v1/webhooks/deliveries/rotate', 'GET, HEAD'],
    ['GET', '/v1/webhooks/signing-secret/rotate', 'POST'],
  ])('is not served with a method that only the other has: %s %s', async (method, url, allow) => {
    expect(at(method, url)).toBeUndefined();
    for (const spelling of [url, `${url}/`]) {
      const request = supertest(appUnderTest().app)
        [method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete'](spelling)
        .set('x-api-key', key);
      expect((await request.expect(405)).headers.allow).toBe(allow);
    }
  });
});

it('answers alike however a path is spelt', async () => {
  const { get, post } = appUnderTest({ services: { readTask: async () => ({ kind: 'found', task: storedTask() }) } });
  const asDocumented = [await post('/v1/tasks'), await get(`/v1/tasks/${taskId}`), await get('/v1/tasks/x')];
  const otherwise = [await post('/v1/tasks/'), await get(`/v1/tasks/${taskId.replace('task_', 'task%5F')}`), await get('/v1/tasks/x/')];
  expect(asDocumented.map(({ status }) => status)).toEqual([202, 200, 404]);
  otherwise.forEach((answer, index) => {
    const same = asDocumented[index];
    expect(answer.status).toBe(same?.status);
    expect(Object.keys(answer.headers)).toEqual(Object.keys(same?.headers ?? {}));
    expect({ ...answer.body, request_id: '' }).toEqual({ ...same?.body, request_id: '' });
  });
});
