import { afterAll, expect, it } from '@jest/globals';
import { redisForTests } from '@millrace/testing';
import { createKeys, keysLua } from './keys.js';

const ground = redisForTests();
afterAll(() => ground.close());

it('keys are the same in Lua as in TypeScript, and all of them lie in one slot', async () => {
  const keys = createKeys(ground.prefix);
  const names = Object.entries(keys).filter(([name]) => name !== 'prefix');
  expect(names.length).toBeGreaterThan(10);
  for (const [name, key] of names) {
    const expected = typeof key === 'function' ? key('x:1') : key;
    const script = `return key.${name}('x:1')`;
    expect(await ground.redis.eval(`${keysLua(script)}\n${script}`, 0, ground.prefix)).toBe(expected);
    expect(expected.startsWith(`${ground.prefix}:`)).toBe(true);
  }
});
