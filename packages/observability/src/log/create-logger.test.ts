import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger, type LoggerOptions } from './create-logger.js';
import type { AccessLine, Logger } from './log.js';
import { withContext } from './log-context.js';

const open: Logger[] = [];
afterEach(() => Promise.all(open.splice(0).map((logger) => logger.close())));

const setUp = (options: Partial<LoggerOptions> = {}) => {
  const writes: string[] = [];
  const stdout = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      writes.push(chunk);
      done();
    },
  });
  const identity = { service: 'millrace', role: 'api', instance: 'api-1', version: '1.2.3' } as const;
  const logger = createLogger({ ...identity, level: 'info', maxSize: '1m', maxFiles: 2, stdout, clock: () => 0, ...options });
  open.push(logger);
  const lines = () => writes.join('').split('\n').filter(Boolean);
  return { logger, stdout, writes, lines, entries: () => lines().map((line) => JSON.parse(line) as Record<string, unknown>) };
};

const accessLine = (requestId: string): AccessLine => ({ requestId, method: 'GET', route: '/v1/tasks/{id}', status: 200, durationMs: 1.5 });

describe('createLogger', () => {
  it('writes one JSON line for an event, with its fields and who wrote it', async () => {
    const { logger, entries } = setUp();
    logger.info('listening', { address: 'http://127.0.0.1:3000' });
    await logger.close();
    expect(entries()).toEqual([
      {
        level: 'info',
        timestamp: '1970-01-01T00:00:00.000Z',
        message: 'listening',
        address: 'http://127.0.0.1:3000',
        service: 'millrace',
        role: 'api',
        instance: 'api-1',
        version: '1.2.3',
      },
    ]);
  });

  it('puts the request and task id of the running context on each line', async () => {
    const { logger, entries } = setUp();
    withContext({ requestId: 'r-1' }, () => withContext({ taskId: 'task_1' }, () => logger.warn('slow')));
    logger.warn('outside');
    await logger.close();
    expect(entries()[0]).toMatchObject({ level: 'warn', requestId: 'r-1', taskId: 'task_1' });
    expect(entries()[1]).not.toHaveProperty('requestId');
  });

  it('leaves out what is less important than its level, access lines included', async () => {
    const { logger, lines } = setUp({ level: 'warn' });
    logger.info('no');
    logger.debug('no');
    logger.access(accessLine('r-1'));
    await logger.close();
    expect(lines()).toEqual([]);
  });

  it('does not let a field pass for the level, the event or the process', async () => {
    const { logger, entries } = setUp();
    logger.info('real', { level: 'debug', message: 'forged', role: 'worker' });
    await logger.close();
    expect(entries()[0]).toMatchObject({ level: 'info', message: 'real', role: 'api' });
  });

  it('joins lines nobody has to act on into one write, and keeps the order of all lines', async () => {
    const { logger, writes, entries } = setUp();
    for (const id of ['r-1', 'r-2']) logger.access(accessLine(id));
    logger.info('told');
    expect(writes).toHaveLength(0);
    logger.warn('after');
    expect(writes).toHaveLength(2);
    logger.access(accessLine('r-4'));
    await logger.close();
    expect(entries().map((entry) => entry.requestId ?? entry.message)).toEqual(['r-1', 'r-2', 'told', 'after', 'r-4']);
    expect(writes.filter(Boolean)).toHaveLength(3);
  });

  it('writes what waits as the process exits, and lets go of the process when it is closed', async () => {
    const watched = new EventEmitter();
    const { logger, entries } = setUp({ process: watched as unknown as NodeJS.Process });
    logger.info('first');
    logger.access(accessLine('r-1'));
    watched.emit('exit', 1);
    expect(entries().map(({ message }) => message)).toEqual(['first', 'request']);
    await logger.close();
    expect(watched.eventNames()).toEqual([]);
  });

  it('still says on stdout what is logged after the close', async () => {
    const { logger, entries } = setUp();
    await logger.close();
    logger.error('late');
    logger.access(accessLine('r-9'));
    await logger.close();
    expect(entries()).toEqual([expect.objectContaining({ message: 'late' })]);
  });

  it('masks the secrets it was given wherever they stand, and secrets by their shape', async () => {
    const { logger, lines } = setUp({ secrets: ['plain"looking'] });
    logger.error('failed with plain"looking', { detail: 'x plain"looking y', error: new Error('Bearer abc.def') });
    logger.access({ ...accessLine('plain"looking'), address: 'sk-abcdefghijkl' });
    await logger.close();
    expect(lines().join()).not.toMatch(/plain|abc\.def|abcdefghijkl/);
  });

  it.each(['password=abc"def', 'Bearer abc"x', 'password=abc\\', 'a\network1', 'x\\network1'])(
    'keeps an access line whole JSON for the request id %j',
    async (requestId) => {
      const { logger, entries } = setUp({ secrets: ['network1'] });
      logger.access(accessLine(requestId));
      logger.info('event', { requestId });
      await logger.close();
      expect(entries().map(({ message }) => message)).toEqual(['request', 'event']);
    },
  );

  it("keeps the log's own words when one of them was chosen for a key", async () => {
    const { logger, entries } = setUp({ secrets: ['listening', 'message', 'millrace'] });
    logger.info('listening', { detail: 'millrace' });
    await logger.close();
    expect(entries()[0]).toMatchObject({ message: 'listening', service: 'millrace', detail: '***' });
  });

  it('goes on when the reader of stdout has gone away', async () => {
    const { logger, stdout } = setUp();
    stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await new Promise((resolve) => stdout.once('close', resolve));
    logger.info('nobody listens');
    await logger.close();
    expect(stdout.destroyed).toBe(true);
  });

  it('does not throw for fields that cannot be written as JSON', async () => {
    const { logger, entries } = setUp();
    logger.info('odd', { big: 1n, fn: () => {}, symbol: Symbol('s'), nan: Number.NaN });
    await logger.close();
    expect(entries()[0]).toMatchObject({ message: 'odd', big: '1' });
  });
});
