import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createFarewell } from './farewell.js';

describe('a farewell', () => {
  it('says that it leaves before it stops, and has ended when both are said', async () => {
    const { leaving, stopping, say } = createFarewell({ delayMs: 1 });
    const stopped = once(stopping, 'abort');
    const said = say();
    expect([leaving.aborted, stopping.aborted]).toEqual([true, false]);
    await stopped;
    await said;
  });

  it('does not end before the door may close', async () => {
    const { stopping, say } = createFarewell({ delayMs: 1 });
    await say();
    expect(stopping.aborted).toBe(true);
  });

  it('takes both steps at once where nobody has to be given time', () => {
    const { leaving, stopping, say } = createFarewell({ delayMs: 0 });
    void say();
    expect([leaving.aborted, stopping.aborted]).toEqual([true, true]);
  });
});
