import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { exitOnUncaught } from './exit-on-uncaught.js';

const setUp = () => {
  const said: string[] = [];
  const watched = new EventEmitter();
  const remove = exitOnUncaught({
    service: 'millrace',
    role: 'worker',
    instance: 'w1',
    version: '1',
    write: (text) => said.push(text),
    exit: (code) => said.push(`exit ${code}`),
    process: watched as unknown as NodeJS.Process,
  });
  return { said, watched, remove };
};

describe('exitOnUncaught', () => {
  it('writes the whole line before it exits with 1', () => {
    const { said, watched } = setUp();
    watched.emit('uncaughtException', new Error('outer', { cause: new Error('inner') }));
    expect(JSON.parse(said[0] ?? '')).toMatchObject({
      level: 'error',
      message: 'uncaught_exception',
      error: { message: 'outer', cause: { message: 'inner' } },
      instance: 'w1',
    });
    expect(said.slice(1)).toEqual(['exit 1']);
  });

  it('does the same for a rejection with anything, leaving out the fields of an object', () => {
    const { said, watched } = setUp();
    watched.emit('unhandledRejection', { prompt: 'CANARY' });
    watched.emit('unhandledRejection', 'Bearer CANARY');
    expect(said).toHaveLength(4);
    expect(said.join()).not.toContain('CANARY');
  });

  it('lets go of the process when asked', () => {
    const { watched, remove } = setUp();
    remove();
    expect(watched.eventNames()).toEqual([]);
  });
});
