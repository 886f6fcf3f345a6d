import { describe, expect, it } from '@jest/globals';
import { cleanFields } from './clean-fields.js';

const canary = 'CANARY-4711';

describe('cleanFields', () => {
  it.each(['authorization', 'X-API-Key', 'apiKey', 'password', 'cookie', 'prompt', 'messages', 'content', 'body', 'headers', 'metadata'])(
    'drops what stands under the name %s, however deep',
    (name) => {
      const fields = { [name]: canary, outer: { list: [{ [name]: [canary] }] } };
      expect(JSON.stringify(cleanFields(fields))).not.toContain(canary);
      expect(cleanFields({ [name]: canary })).toEqual({ [name]: '[redacted]' });
    },
  );

  it('serialises an error in whatever field it sits', () => {
    const cleaned = cleanFields({ reason: new Error('outer', { cause: new Error('inner') }), tried: [new Error('listed')] });
    expect(cleaned).toMatchObject({ reason: { message: 'outer', cause: { message: 'inner' } }, tried: [{ message: 'listed' }] });
  });

  it('keeps numbers, truths, ids and token counts', () => {
    const fields = { taskId: 'task_1', attempt: 2, cached: false, inputTokens: 12, retryAt: null };
    expect(cleanFields(fields)).toEqual(fields);
  });

  it('asks a value that masks itself for its JSON', () => {
    expect(cleanFields({ url: { reveal: () => canary, toJSON: () => '***' } })).toEqual({ url: '***' });
  });

  it('writes dates as ISO text, large integers as digits and bytes not at all', () => {
    expect(cleanFields({ at: new Date(0), big: 12n, raw: Buffer.from(canary) })).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      big: '12',
      raw: '[bytes]',
    });
  });

  it('says only the class of an object that is neither plain nor known', () => {
    expect(cleanFields({ map: new Map([[canary, canary]]) })).toEqual({ map: '[Map]' });
  });

  it('is bounded for what is deep, long or circular', () => {
    const circular: Record<string, unknown> = { long: 'x'.repeat(100_000), many: Array.from({ length: 500 }, (_, index) => index) };
    circular.self = circular;
    expect(JSON.stringify(cleanFields(circular)).length).toBeLessThan(20_000);
  });

  it('never throws, whatever a getter does', () => {
    const hostile = Object.defineProperty({}, 'trap', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    expect(cleanFields(hostile)).toEqual({ unloggable: true });
  });
});
