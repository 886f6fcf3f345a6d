import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectRedis, connectSubscriber, createKeys, plainSeal } from '@millrace/store';
import { eventually, type RedisServer, startRedis } from '@millrace/testing';
import { Redis } from 'ioredis';
import { type Channels, createChannels } from './channels.js';
import { createFollowTask, type FollowTask } from './follow-task.js';
import { createReadEvents } from './read-events.js';
import type { ToldEvent } from './told-event.js';

const keys = createKeys('{t}');
const never = new AbortController().signal;

describe('following a task on Redis', () => {
  let server: RedisServer;
  let writer: Redis;
  let reader: Redis;
  let subscriber: Redis;
  let channels: Channels;
  let followTask: FollowTask;

  beforeEach(async () => {
    server = await startRedis();
    writer = new Redis(server.url, { maxRetriesPerRequest: null });
    reader = connectRedis({ url: server.url, name: 'reader', onError: () => {} });
    subscriber = connectSubscriber({ url: server.url, name: 'test', onError: () => {} });
    channels = createChannels({ subscriber });
    const readEvents = createReadEvents({ redis: reader, keys, seal: plainSeal, pageBytes: 300 });
    followTask = createFollowTask({ redis: reader, channels, readEvents, keys, seal: plainSeal, tryAgainMs: 20 });
    await channels.start();
    await Promise.all([subscriber, reader].map((redis) => new Promise((resolve) => redis.once('ready', resolve))));
  });
  afterEach(async () => {
    await channels.stop();
    for (const redis of [writer, reader, subscriber]) redis.disconnect();
    await server.close();
  });

  const submitted = (id: string) => writer.hset(keys.task(id), { state: 'queued', tenant: 'acme', created: 1, finish_by: 2, seq: 1 });
  const begun = async (id: string) => {
    const data = '{"status":"running","attempt":1}';
    await writer.multi().hset(keys.task(id), { state: 'running', seq: 2, fence: 1 }).publish(keys.follow(id), `2 state ${data}`).exec();
  };
  /** Tells a delta as a worker does: stored and published at one moment. */
  const delta = async (id: string, seq: number, text: string) => {
    const data = JSON.stringify({ index: seq - 3, attempt: 1, text });
    await writer
      .multi()
      .hset(keys.task(id), { seq, deltas: seq - 2 })
      .hincrby(keys.task(id), 'told', text.length)
      .xadd(keys.events(id), `${seq}-0`, 'kind', 'delta', 'data', data)
      .publish(keys.follow(id), `${seq} delta ${data}`)
      .exec();
  };
  const succeeded = async (id: string, text: string) => {
    const result = { text, message: {}, finishReason: 'stop', model: 'm', deployment: 'd' };
    await writer
      .multi()
      .set(keys.result(id), JSON.stringify(result))
      .hset(keys.task(id), { state: 'succeeded', ended: 5 })
      .publish(keys.ended(id), 'succeeded')
      .exec();
  };

  /** Reads to the end: the numbers, and the text as a reader puts it together. */
  const readAll = async (id: string, after = 0, taken: (event: ToldEvent) => unknown = () => {}) => {
    const numbers: number[] = [];
    let text = '';
    for await (const event of followTask({ id, after, signal: never })) {
      if (event.kind === 'end') return { numbers, text: text + (event.task.result?.text.slice(event.task.told.units) ?? '') };
      numbers.push(event.seq);
      const data = JSON.parse(event.json);
      if (event.kind === 'delta') text += data.text;
      if (event.kind === 'snapshot') text = data.text;
      await taken(event);
    }
    throw new Error('it ended without its end');
  };
  const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, n) => n + from);
  const followers = async (id: string) => Number((await writer.pubsub('NUMSUB', keys.follow(id)))[1]);

  it('tells many readers, early and late, the same text over one connection', async () => {
    await submitted('a');
    const early = Array.from({ length: 50 }, () => readAll('a'));
    await eventually(async () => (await followers('a')) === 1);
    await begun('a');
    let text = '';
    const late: ReturnType<typeof readAll>[] = [];
    for (let seq = 3; seq <= 60; seq += 1) {
      text += `word ${seq} `;
      await delta('a', seq, `word ${seq} `);
      if (seq % 10 === 0) late.push(readAll('a'));
    }
    await succeeded('a', `${text}and the rest`);
    for (const read of await Promise.all([...early, ...late])) expect(read).toEqual({ numbers: upTo(60), text: `${text}and the rest` });
    const clients = String(await writer.client('LIST', 'TYPE', 'PUBSUB'));
    expect(clients.trim().split('\n')).toHaveLength(1);
    await eventually(async () => (await writer.pubsub('CHANNELS')).length === 0);
  });

  it('goes on after any number', async () => {
    await submitted('a');
    await begun('a');
    for (let seq = 3; seq <= 30; seq += 1) await delta('a', seq, `${seq} `);
    await succeeded('a', '');
    for (let after = 0; after <= 30; after += 1) expect((await readAll('a', after)).numbers).toEqual(upTo(30, after + 1));
  });

  it('misses nothing that is told while Redis is away from it, or its connections are cut', async () => {
    await submitted('a');
    await begun('a');
    let cuts = 0;
    const cut = async () => {
      const lines = String(await writer.client('LIST')).split('\n');
      const ids = lines.filter((line) => /name=(test|reader)\b/.test(line)).map((line) => /^id=(\d+)/.exec(line)?.[1] ?? '');
      for (const id of ids) cuts += Number(await writer.client('KILL', 'ID', id));
    };
    const reading = readAll('a', 0, ({ seq }) => seq % 9 === 0 && cut());
    let text = '';
    for (let seq = 3; seq <= 50; seq += 1) {
      text += `${seq} `;
      await delta('a', seq, `${seq} `);
    }
    await succeeded('a', text);
    expect(await reading).toEqual({ numbers: upTo(50), text });
    expect(cuts).toBeGreaterThan(3);
  });

  it('tells a snapshot for what was trimmed', async () => {
    await submitted('a').then(() => begun('a'));
    let text = '';
    for (let seq = 3; seq <= 20; seq += 1) {
      text += `${seq} `;
      await delta('a', seq, `${seq} `);
      if (seq !== 12) continue;
      const snapshot = JSON.stringify({ status: 'running', attempt: 1, text });
      await writer.xadd(keys.events('a'), '12-1', 'kind', 'snapshot', 'data', snapshot);
      await writer.xtrim(keys.events('a'), 'MINID', '12-1');
    }
    await succeeded('a', text);
    expect(await readAll('a')).toEqual({ numbers: [1, ...upTo(20, 12)], text });
    expect((await readAll('a', 5)).numbers).toEqual(upTo(20, 12));
    expect((await readAll('a', 12)).numbers).toEqual(upTo(20, 13));
    await writer.del(keys.events('a'));
    expect(await readAll('a', 5)).toEqual({ numbers: [20], text });
  });

  it('begins anew from what is left when Redis comes back with less than it had told', async () => {
    await submitted('a').then(() => begun('a'));
    let text = '';
    for (let seq = 3; seq <= 60; seq += 1) await delta('a', seq, `${seq} `);
    for (let seq = 3; seq <= 40; seq += 1) text += `${seq} `;
    const lose = async () => {
      const lost = writer.multi().hset(keys.task('a'), { seq: 40, deltas: 38, told: text.length });
      for (let seq = 41; seq <= 60; seq += 1) lost.xdel(keys.events('a'), `${seq}-0`);
      await lost.exec();
      // With the connection of who followed, as it is when another server takes over.
      await writer.client('KILL', 'TYPE', 'PUBSUB');
    };
    const early = readAll('a', 0, async ({ seq, kind }) => {
      if (seq === 60) await lose();
      if (kind !== 'snapshot') return;
      await delta('a', 41, 'other');
      await succeeded('a', `${text}other end`);
    });
    expect(await early).toEqual({ numbers: [...upTo(60), 40, 41], text: `${text}other end` });
  });

  it('begins anew from what is left for whoever comes back with the number of what was lost', async () => {
    await submitted('a').then(() => begun('a'));
    for (let seq = 3; seq <= 40; seq += 1) await delta('a', seq, 'x'.repeat(100));
    let taken = 0;
    const late = readAll('a', 999_999_999_999_999, async () => {
      taken += 1;
      if (taken === 1) await delta('a', 41, 'y');
      if (taken === 2) await succeeded('a', `${'x'.repeat(3800)}y`);
    });
    expect(await late).toEqual({ numbers: [40, 41], text: `${'x'.repeat(3800)}y` });
  });

  it('ends without a word for a task that is not there', async () => {
    await expect(readAll('nobody')).rejects.toThrow('it ended without its end');
  });
});
