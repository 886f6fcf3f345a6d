import { describe, expect, it } from '@jest/globals';
import { createServerWatch } from './server-watch.js';

const fit = 'redis_version:7.0.15\r\naof_enabled:1\r\nmaxmemory_policy:noeviction\r\n';
const forgetful = fit.replace('aof_enabled:1', 'aof_enabled:0');

const setUp = (checks: 'warn' | 'refuse' | 'off', answers: (string | Error)[]) => {
  const told: (readonly string[])[] = [];
  let asked = 0;
  const info = async (): Promise<string> => {
    asked += 1;
    const answer = answers.shift() ?? fit;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const watch = createServerWatch({
    redis: { info } as never,
    checks,
    onChange: (concerns) => void told.push(concerns.map(({ code }) => code)),
    intervalMs: 1_000_000,
  });
  const look = async () => {
    await watch.start();
    await watch.stop();
  };
  return { watch, told, look, asked: () => asked };
};

describe('the watch over the settings of Redis', () => {
  it('tells what is unfit once, and once more when it has become fit', async () => {
    const { look, told } = setUp('warn', [forgetful, forgetful, fit, fit]);
    for (let n = 0; n < 4; n += 1) await look();
    expect(told).toEqual([['persistence'], []]);
  });

  it('refuses an unfit server only where that is wanted', async () => {
    for (const checks of ['warn', 'refuse'] as const) {
      const { look, watch } = setUp(checks, [forgetful, fit]);
      await look();
      expect(watch.refusals()).toEqual(checks === 'refuse' ? ['persistence'] : []);
      await look();
      expect(watch.refusals()).toEqual([]);
    }
  });

  it('goes by what it knew while the server does not answer', async () => {
    const { look, watch } = setUp('refuse', [forgetful, new Error('away')]);
    await look();
    await look();
    expect(watch.refusals()).toEqual(['persistence']);
  });

  it('refuses what it has not looked at yet, asks again soon, and takes a server that keeps INFO to itself as it is', async () => {
    const away = setUp('refuse', [new Error('away'), fit]);
    expect(away.watch.refusals()).toEqual(['unknown']);
    await away.look();
    expect(away.watch.refusals()).toEqual(['unknown']);
    await away.look();
    expect(away.watch.refusals()).toEqual([]);
    const silent = setUp('refuse', [Object.assign(new Error('NOPERM'), { name: 'ReplyError' })]);
    await silent.look();
    expect(silent.watch.refusals()).toEqual([]);
  });

  it('asks nothing where it is off', async () => {
    const { look, asked, told } = setUp('off', [forgetful]);
    await look();
    expect([asked(), told]).toEqual([0, []]);
  });
});
