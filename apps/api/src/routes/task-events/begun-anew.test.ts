import { describe, expect, it } from '@jest/globals';
import { type AppUnderTestOptions, appUnderTest } from '../../fakes/app-under-test.js';
import { storedTask, succeeded, taskId } from '../../fakes/stored-task.js';
import { delta, end, readFrames, telling } from '../../fakes/told.js';

const path = `/v1/tasks/${taskId}/events`;
const ended = succeeded({ told: { seq: 3, attempt: 1, deltas: 1, units: 'Because '.length, toolCalls: false } });
const theEnd = ['4 delta', '5 usage', '6 state', '7 result'];

const read = async (after: number, services: NonNullable<AppUnderTestOptions['services']>) => {
  const { text } = await appUnderTest({ services }).get(path).set('last-event-id', String(after)).expect(200);
  const frames = readFrames(text);
  const texts = frames.filter(({ event }) => event === 'snapshot' || event === 'delta').map(({ data }) => data.text);
  return { told: frames.map(({ id, event }) => `${id} ${event}`), text: texts.join('') };
};

describe('following a task of which Redis knows less than its reader', () => {
  it('is not refused while the task is open', async () => {
    const services = { readTask: async () => ({ kind: 'found' as const, task: storedTask() }), followTask: telling(delta(9, 'x')) };
    expect((await read(8, services)).told).toEqual(['9 delta']);
  });

  it('tells a snapshot and the whole end to whoever comes back from beyond it, who then has the last event', async () => {
    const services = { readTask: async () => ({ kind: 'found' as const, task: ended }), followTask: telling(end(ended)) };
    for (const after of [8, 999_999_999_999_999]) {
      expect(await read(after, services)).toEqual({ told: ['3 snapshot', ...theEnd], text: 'Because water turns wheels.' });
    }
    await appUnderTest({ services }).get(path).set('last-event-id', '7').expect(204);
  });

  it.each([5, 9])('takes no lost event for one of the end: %i was told before the task ended at 3', async (seq) => {
    const services = {
      readTask: async () => ({ kind: 'found' as const, task: storedTask({ state: 'running' }) }),
      followTask: telling(delta(seq, 'lost'), end(ended)),
    };
    const { told } = await read(4, services);
    expect(told).toEqual([`${seq} delta`, '3 snapshot', ...theEnd]);
  });
});
