import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readArray } from './read-array.js';

const itemLimitBytes = 1_000;

const read = async (text: string): Promise<readonly unknown[]> =>
  (await readArray(Buffer.from(text), itemLimitBytes)).map((item) => item());

const codeOf = (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => 'read',
    ({ code }) => code,
  );

/** How often others had their turn while something was done. */
const turnsDuring = async (work: () => Promise<unknown>): Promise<number> => {
  let turns = 0;
  let over = false;
  const turn = (): void => {
    turns += 1;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  over = true;
  return turns;
};

const jsonArrays = fc
  .tuple(fc.array(fc.jsonValue({ maxDepth: 3 }), { minLength: 1, maxLength: 6 }), fc.constantFrom(undefined, 1, '\t'))
  .map(([items, space]) => JSON.stringify(items, undefined, space))
  .filter((text) => !text.includes('__proto__'));
/** Some texts with a piece put in or taken out anywhere. */
const spoilt = fc
  .tuple(jsonArrays, fc.nat(), fc.constantFrom('', '[', ']', '{', '}', ',', '"', '\\', ':', 'x', ' ', ',,'), fc.nat({ max: 3 }))
  .map(([text, place, piece, without]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + piece + text.slice(at + without);
  });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

describe('an array that is read by its items', () => {
  it('has the items that it has when it is read as a whole', async () => {
    await fc.assert(fc.asyncProperty(jsonArrays, async (text) => expect(await read(text)).toEqual(JSON.parse(text))));
  });

  it('is refused whenever it is no array as a whole', async () => {
    await fc.assert(
      fc.asyncProperty(spoilt, async (text) => {
        const whole = parsed(text);
        const code = await codeOf(read(text));
        // What an item before it breaks comes first.
        if (whole === undefined) expect(['invalid_json', 'invalid_body']).toContain(code);
        else if (!Array.isArray(whole) || whole.length === 0) expect(code).toBe('invalid_body');
        else expect(['read', 'invalid_body']).toContain(code);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['[{"a":1},\n {"b":}]', 'A value is expected at line 2, column 7.'],
    ['[{"é":1},{"b":1]', 'A comma is expected at line 1, column 16.'],
    ['[1,', 'A value is expected at line 1, column 4.'],
    ['[1', 'A closing bracket is expected at line 1, column 3.'],
    ['[1]\n]', 'There is something after the end of the JSON at line 2, column 1.'],
    ['[{"a":1},{"b":{"c":1,"c":2}}]', '/1/b/c: is given twice.'],
    ['[1,["\\ud800"]]', '/1/0: holds half of a surrogate pair, which is not text.'],
    ['[1}', 'A closing bracket is expected at line 1, column 3.'],
    [`[0,[${'1,'.repeat(100)}${'[]'}${',[]'.repeat(100)},x]]`, 'There is something that is not JSON at line 1, column 508.'],
    ['\uFEFF[1]', 'Send the JSON without a byte order mark (line 1, column 1).'],
  ])('is told by its place in the whole what is wrong with %s', async (text, detail) => {
    await expect(read(text)).rejects.toMatchObject({ parts: { detail } });
  });

  it('may have an item that is too long, which is only its own problem', async () => {
    const items = await readArray(Buffer.from(`[1,"${'x'.repeat(itemLimitBytes)}",3]`), itemLimitBytes);
    expect(items[0]?.()).toBe(1);
    expect(() => items[1]?.()).toThrow(expect.objectContaining({ code: 'body_too_large' }));
    expect(items[2]?.()).toBe(3);
  });

  it('is refused for too many items as soon as they are seen, whatever follows', async () => {
    expect(await codeOf(read(`[${'1,'.repeat(1_000)}1,x`))).toBe('invalid_body');
  });

  it('lets others have their turn while it is looked through, however many values it has', async () => {
    const megabytes = 8;
    const text = Buffer.from(`[[${'1,'.repeat((megabytes * 1_000_000) / 2)}1]]`);
    expect(await turnsDuring(() => readArray(text, itemLimitBytes))).toBeGreaterThanOrEqual(megabytes);
  });

  it('lets others have their turn while its items are read', async () => {
    const items = 40;
    const text = Buffer.from(`[${Array.from({ length: items }, () => `["${'x'.repeat(240_000)}",1,2,3]`).join()}]`);
    const whileCut = 10;
    expect(await turnsDuring(() => readArray(text, 1_000_000))).toBeGreaterThan(whileCut + items / 4);
  });
});
