import { describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '@millrace/store';
import supertest from 'supertest';
import { type AppUnderTestOptions, appUnderTest, key } from '../../fakes/app-under-test.js';
import { storedTask, succeeded, taskId } from '../../fakes/stored-task.js';
import { begun, delta, end, readFrames, telling } from '../../fakes/told.js';

const path = `/v1/tasks/${taskId}/events`;
const told = { seq: 4, attempt: 1, deltas: 2, units: 'Because water '.length, toolCalls: false };
const ended = succeeded({ told });
const events = telling(begun, delta(3, 'Because '), delta(4, 'water '), end(ended));
const found = async () => ({ kind: 'found' as const, task: ended });

const app = (services: AppUnderTestOptions['services'] = {}) =>
  appUnderTest({ services: { readTask: found, followTask: events, ...services } });
const ids = (text: string) => readFrames(text).map(({ id }) => id);

describe('GET /v1/tasks/{id}/events, 200', () => {
  it('tells all events, numbered, each on lines of its own', async () => {
    const { text } = await app().get(path).expect(200);
    expect(text.split('\n\n').slice(0, 3)).toEqual([
      'id: 1\nevent: state\ndata: {"status":"queued"}',
      'id: 2\nevent: state\ndata: {"status":"running","attempt":1}',
      'id: 3\nevent: delta\ndata: {"index":0,"attempt":1,"text":"Because "}',
    ]);
    expect(readFrames(text).map(({ id, event }) => `${id} ${event}`)).toEqual([
      '1 state',
      '2 state',
      '3 delta',
      '4 delta',
      '5 delta',
      '6 usage',
      '7 state',
      '8 result',
    ]);
    const texts = readFrames(text).flatMap(({ event, data }) => (event === 'delta' ? [data.text] : []));
    expect(texts.join('')).toBe('Because water turns wheels.');
  });

  it('carries the headers of a stream that nobody keeps or collects', async () => {
    const { headers } = await app().get(path).set('x-request-id', 'mine').expect(200);
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-request-id': 'mine',
      'x-content-type-options': 'nosniff',
      ratelimit: expect.stringContaining('"reads"'),
    });
  });

  it.each([...Array(8).keys()])('goes on after event %i', async (after) => {
    const rest = [1, 2, 3, 4, 5, 6, 7, 8].slice(after);
    expect(ids((await app().get(`${path}?after=${after}`).expect(200)).text)).toEqual(rest);
    expect(ids((await app().get(path).set('last-event-id', String(after)).expect(200)).text)).toEqual(rest);
  });

  it('believes the header of a browser that comes back rather than the address it was given first', async () => {
    expect(ids((await app().get(`${path}?after=2`).set('last-event-id', '6').expect(200)).text)).toEqual([7, 8]);
    expect(ids((await app().get(`${path}?after=6`).set('last-event-id', '').expect(200)).text)).toEqual([7, 8]);
  });

  it('does not begin to follow for a HEAD', async () => {
    const { app: listener, telemetry } = app({
      followTask: () => {
        throw new Error('followed');
      },
    });
    const answer = await supertest(listener).head(path).set('x-api-key', key).expect(200);
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(telemetry.failures).toEqual([]);
    expect(telemetry.open).toEqual({ stream: 0, wait: 0, upload: 0 });
  });

  it('ends without its end when the task is forgotten', async () => {
    const { text } = await app({ readTask: async () => ({ kind: 'found', task: storedTask() }), followTask: telling() })
      .get(path)
      .expect(200);
    expect(ids(text)).toEqual([1]);
  });

  it('breaks off, and tells the log, when something nobody foresaw happens', async () => {
    const { get, telemetry } = app({
      // biome-ignore lint/correctness/useYield: it fails before it tells anything
      followTask: async function* () {
        throw new StoreUnavailableError('away');
      },
    });
    await expect(get(path)).rejects.toThrow('aborted');
    expect(telemetry.failures).toHaveLength(1);
    expect(telemetry.open.stream).toBe(0);
  });
});
