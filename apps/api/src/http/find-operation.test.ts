import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { operations } from '@millrace/contracts';
import { appUnderTest } from '../fakes/app-under-test.js';
import { storedTask, taskId } from '../fakes/stored-task.js';
import { createFindOperation } from './find-operation.js';

describe('a path as the reference writes it', () => {
  const [submit, read, cancel] = [() => {}, () => {}, () => {}];
  const find = createFindOperation([
    { operation: operations.submitTask, serve: submit },
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
