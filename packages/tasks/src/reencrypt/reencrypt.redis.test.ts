import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createKeys, createSealing, type Keys, type Seal } from '@millrace/store';
import { type RedisForTests, redisForTests } from '@millrace/testing';
import { reencrypt } from './reencrypt.js';

const key = (name: string) => ({ name, key: randomBytes(32) });
const [older, newer, foreign] = [key('older'), key('newer'), key('foreign')];
const before = createSealing([older]).seal;
const after = createSealing([newer, older]).seal;
const onlyNew = createSealing([newer]).seal;

describe('all that is stored', () => {
  let server: RedisForTests;
  let keys: Keys;
  beforeEach(() => {
    server = redisForTests();
    keys = createKeys(server.prefix);
  });
  afterEach(() => server.close());

  const run = (seal: Seal = after) => reencrypt({ redis: server.redis, keys, seal, active: 'newer' });

  it('is encrypted anew in its place: texts with their times, events with their numbers, what is in the clear too', async () => {
    const { redis } = server;
    await redis.set(keys.payload('t1'), before.seal('prompt', 't1:payload'), 'EX', 1000);
    await redis.set(keys.result('t1'), 'in the clear');
    for (const [entry, kind, data] of [
      ['1-0', 'state', '{"status":"running"}'],
      ['2-0', 'delta', before.seal('a word', 't1:events')],
      ['3-1', 'snapshot', before.seal('all words', 't1:events')],
    ] as const)
      await redis.xadd(keys.events('t1'), entry, 'kind', kind, 'data', data);
    await redis.expire(keys.events('t1'), 500);

    expect(await run()).toEqual({ renewed: 3, dropped: 0, unreadable: [] });
    expect(onlyNew.open((await redis.get(keys.payload('t1'))) ?? '', 't1:payload')).toBe('prompt');
    expect((await redis.get(keys.result('t1')))?.startsWith('enc1.newer.')).toBe(true);
    expect(await redis.ttl(keys.payload('t1'))).toBeGreaterThan(900);
    expect(await redis.ttl(keys.events('t1'))).toBeGreaterThan(400);
    const entries = await redis.xrange(keys.events('t1'), '-', '+');
    expect(
      entries.map(([entry, [, kind, , data = '']]) => [entry, kind, data.startsWith('{') ? data : onlyNew.open(data, 't1:events')]),
    ).toEqual([
      ['1-0', 'state', '{"status":"running"}'],
      ['2-0', 'delta', 'a word'],
      ['3-1', 'snapshot', 'all words'],
    ]);
    expect(await run()).toEqual({ renewed: 0, dropped: 0, unreadable: [] });
  });

  it('that is encrypted with a key nobody has is told, and left as it is', async () => {
    const lost = createSealing([foreign]).seal.seal('prompt', 't1:payload');
    await server.redis.set(keys.payload('t1'), lost);
    expect(await run()).toEqual({ renewed: 0, dropped: 0, unreadable: [keys.payload('t1')] });
    expect(await server.redis.get(keys.payload('t1'))).toBe(lost);
  });

  it('is not overwritten when another writes it meanwhile', async () => {
    const { redis } = server;
    await redis.set(keys.payload('t1'), before.seal('old', 't1:payload'));
    const another = after.seal('written meanwhile', 't1:payload');
    let written: Promise<unknown> | undefined;
    // What is read is opened after another has written: the first time this seal is asked.
    const late: Seal = {
      seal: after.seal,
      open: (text, context) => {
        written ??= server.connect().set(keys.payload('t1'), another);
        return after.open(text, context);
      },
    };
    await run(late);
    await written;
    expect(onlyNew.open((await redis.get(keys.payload('t1'))) ?? '', 't1:payload')).toBe('written meanwhile');
  });
});
