import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ToldEvent, toldEvent } from '@millrace/tasks';
import { createGate, eventually } from '@millrace/testing';
import { appUnderTest, key } from '../fakes/app-under-test.js';
import { storedTask, taskId } from '../fakes/stored-task.js';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

const delta = (seq: number, words: string): ToldEvent => toldEvent(seq, 'delta', { index: seq, attempt: 1, text: words });

/** Follows over a real connection; `tell` is what the task tells after its first event, which is known. */
const follow = async (tell: (signal: AbortSignal) => AsyncGenerator<ToldEvent>) => {
  const under = appUnderTest({
    services: { readTask: async () => ({ kind: 'found', task: storedTask() }), followTask: ({ signal }) => tell(signal) },
  });
  const server = createServer(under.app).listen(0);
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const asking = request({ port, path: `/v1/tasks/${taskId}/events?after=1`, headers: { 'x-api-key': key } }).end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  return { ...under, answer, asking };
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve())));

/** Until nobody asks for more. */
const untilHalted = (asked: () => number): Promise<boolean> => {
  let before = -1;
  const halted = (): boolean => {
    const same = asked() === before;
    before = asked();
    return same;
  };
  return eventually(halted, { everyMs: 200 });
};

describe('a stream of events', () => {
  it('begins before there is anything to tell', async () => {
    const gate = createGate();
    const { answer } = await follow(async function* () {
      await gate.opened;
      yield delta(2, 'late');
    });
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    gate.open();
    expect(await text(answer)).toContain('late');
  });

  it('asks for no more than the caller takes, and then goes on where it was', async () => {
    let asked = 1;
    const last = 2000;
    const { answer } = await follow(async function* () {
      for (; asked < last; ) {
        asked += 1;
        yield delta(asked, 'x'.repeat(10_000));
      }
    });
    await untilHalted(() => asked);
    expect(asked).toBeLessThan(last);
    const ids = [...(await text(answer)).matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    expect(ids).toEqual(Array.from({ length: last - 1 }, (_, n) => n + 2));
  });

  it('ends with the advice to come back when the instance is being stopped', async () => {
    const { answer, stopping } = await follow(async function* (signal) {
      yield delta(2, 'one');
      await untilAborted(signal);
    });
    stopping.abort();
    expect(await text(answer)).toMatch(/"one".*\n\nretry: 1000\n\n$/s);
  });

  it('cuts off a caller who takes nothing when the instance is being stopped, which need not wait then', async () => {
    let asked = 1;
    const over = createGate();
    const { answer, stopping } = await follow(async function* (signal) {
      while (!signal.aborted) {
        asked += 1;
        yield delta(asked, 'x'.repeat(100_000));
      }
      over.open();
    });
    await untilHalted(() => asked);
    stopping.abort();
    await over.opened;
    await expect(text(answer)).rejects.toThrow('aborted');
  });

  it('lets go when the caller leaves, and counts it no longer', async () => {
    const left = createGate();
    const { asking, telemetry } = await follow(async function* (signal) {
      yield delta(2, 'one');
      await untilAborted(signal);
      left.open();
    });
    expect(telemetry.open.stream).toBe(1);
    asking.on('error', () => {}).destroy();
    await left.opened;
    expect(telemetry.open.stream).toBe(0);
    expect(telemetry.failures).toEqual([]);
  });
});
