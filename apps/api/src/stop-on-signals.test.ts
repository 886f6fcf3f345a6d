import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createGate } from '@millrace/testing';
import { stopOnSignals } from './stop-on-signals.js';

const processWith = (stop: () => Promise<void>, graceMs = 60_000) => {
  const emitter = new EventEmitter();
  const { promise: exited, resolve: exit } = Promise.withResolvers<number>();
  const fake = { on: emitter.on.bind(emitter), exit } as unknown as NodeJS.Process;
  stopOnSignals({ process: fake, stop, graceMs });
  return { signal: (name: string) => void emitter.emit(name), exited };
};

describe('a process that is told to stop', () => {
  it.each(['SIGTERM', 'SIGINT'])('ends with 0 once it has stopped after %s', async (name) => {
    const stopping = createGate();
    const stopped = createGate();
    const { signal, exited } = processWith(() => {
      stopping.open();
      return stopped.opened;
    });
    signal(name);
    await stopping.opened;
    stopped.open();
    expect(await exited).toBe(0);
  });

  it('ends with 1 at the second signal', async () => {
    const { signal, exited } = processWith(() => new Promise(() => {}));
    signal('SIGTERM');
    signal('SIGINT');
    expect(await exited).toBe(1);
  });

  it('ends with 1 when the grace is over, or when stopping fails', async () => {
    const hanging = processWith(() => new Promise(() => {}), 1);
    hanging.signal('SIGTERM');
    // The timer alone keeps no process alive; something else does here as it would there.
    const alive = setInterval(() => {}, 1000);
    expect(await hanging.exited).toBe(1);
    clearInterval(alive);
    const failing = processWith(() => Promise.reject(new Error('no')));
    failing.signal('SIGTERM');
    expect(await failing.exited).toBe(1);
  });
});
