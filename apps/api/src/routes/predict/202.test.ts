import { once } from 'node:events';
import { createServer, type RequestListener, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '@millrace/store';
import { createGate, eventually } from '@millrace/testing';
import { appUnderTest, key } from '../../fakes/app-under-test.js';
import { storedTask, taskId } from '../../fakes/stored-task.js';

const untilAborted = ({ signal }: { signal: AbortSignal }): Promise<'aborted'> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted')));

/** Asks over a real connection, which the test may break off. */
const ask = async (app: RequestListener) => {
  const server = createServer(app).listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const asking = request({ port, path: '/predict', method: 'POST', headers }).on('error', () => {});
  asking.end('{"prompt":"x"}');
  return { asking, server };
};

describe('POST /predict, 202', () => {
  it('answers with the id when the answer takes too long', async () => {
    const answer = await appUnderTest().post('/predict').expect(202);
    expect(answer.body).toEqual({ task_id: taskId });
    expect(answer.headers.location).toBe(`/status/${taskId}`);
  });

  it('answers early, and closes the connection, when the instance is being stopped', async () => {
    const waiting = createGate();
    const { post, stopping } = appUnderTest({
      services: {
        waitForEnd: (wait) => {
          waiting.open();
          return untilAborted(wait);
        },
      },
    });
    const answer = post('/predict').then((received) => received);
    await waiting.opened;
    stopping.abort();
    expect((await answer).status).toBe(202);
    expect((await answer).headers.connection).toBe('close');
  });

  it.each([
    ['the wait', { waitForEnd: () => Promise.reject(new StoreUnavailableError('away')) }],
    ['the reading', { waitForEnd: async () => 'ended' as const, readTask: () => Promise.reject(new StoreUnavailableError('away')) }],
  ])('does not lose the id of a stored task when Redis goes away during %s', async (_when, services) => {
    const answer = await appUnderTest({ services }).post('/predict').expect(202);
    expect(answer.body).toEqual({ task_id: taskId });
  });

  it('stops waiting when the caller leaves', async () => {
    const waiting = createGate();
    const over = createGate();
    const { app, telemetry } = appUnderTest({
      services: {
        waitForEnd: async (wait) => {
          waiting.open();
          const ending = await untilAborted(wait);
          over.open();
          return ending;
        },
      },
    });
    const { asking, server } = await ask(app);
    await waiting.opened;
    asking.destroy();
    await over.opened;
    server.close();
    expect(telemetry.lines).toMatchObject([{ status: 499, taskId }]);
    expect(telemetry.failures).toEqual([]);
  });

  it('does not begin to wait for a caller who left while the task was being stored', async () => {
    const [storing, stored, asked] = [createGate(), createGate(), createGate()];
    let signal: AbortSignal | undefined;
    const { app, telemetry } = appUnderTest({
      services: {
        submitTask: async () => {
          storing.open();
          await stored.opened;
          return { kind: 'accepted', task: storedTask(), limit: { limit: 1, windowSeconds: 1, remaining: 0, resetMs: 0 } };
        },
        waitForEnd: async (wait) => {
          signal = wait.signal;
          asked.open();
          return 'aborted';
        },
      },
    });
    const { asking, server } = await ask(app);
    await storing.opened;
    asking.destroy();
    await eventually(() => telemetry.lines.length === 1);
    stored.open();
    await asked.opened;
    server.close();
    expect(signal?.aborted).toBe(true);
  });
});
