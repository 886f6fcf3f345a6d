import { describe, expect, it } from '@jest/globals';
import { createLifecycle, type Service } from './lifecycle.js';

describe('a lifecycle', () => {
  const build = (names: string[], failing: { start?: string; stop?: string } = {}) => {
    const log: string[] = [];
    const service = (name: string): Service => ({
      name,
      async start() {
        if (name === failing.start) throw new Error(`${name} cannot start`);
        log.push(`start ${name}`);
      },
      async stop() {
        log.push(`stop ${name}`);
        if (name === failing.stop) throw new Error(`${name} cannot stop`);
      },
    });
    const failures: string[] = [];
    const lifecycle = createLifecycle({ services: names.map(service), onStopFailure: (name) => failures.push(name) });
    return { lifecycle, log, failures };
  };

  it('starts in order and stops in reverse, once, however often it is told to', async () => {
    const { lifecycle, log } = build(['a', 'b']);
    await lifecycle.start();
    await Promise.all([lifecycle.stop(), lifecycle.stop()]);
    await lifecycle.stop();
    expect(log).toEqual(['start a', 'start b', 'stop b', 'stop a']);
  });

  it('stops what has started when something cannot start, and says what', async () => {
    const { lifecycle, log } = build(['a', 'b', 'c'], { start: 'b' });
    await expect(lifecycle.start()).rejects.toThrow('b cannot start');
    expect(log).toEqual(['start a', 'stop b', 'stop a']);
  });

  it('stops the others when one cannot stop', async () => {
    const { lifecycle, log, failures } = build(['a', 'b'], { stop: 'b' });
    await lifecycle.start();
    await lifecycle.stop();
    expect(log).toEqual(['start a', 'start b', 'stop b', 'stop a']);
    expect(failures).toEqual(['b']);
  });
});
