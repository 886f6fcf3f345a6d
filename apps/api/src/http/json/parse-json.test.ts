import { describe, expect, it } from '@jest/globals';
import { parseJson } from './parse-json.js';

const most = 50_000;

describe('JSON that is taken', () => {
  it('has at most so many values, whatever they are', () => {
    const list = (items: number, item: string): Buffer => Buffer.from(`[${Array.from({ length: items }, () => item).join()}]`);
    for (const item of ['1', '""']) {
      expect(parseJson(list(most, item))).toHaveLength(most);
      expect(() => parseJson(list(most + 1, item))).toThrow(expect.objectContaining({ code: 'invalid_body' }));
    }
    expect(() => parseJson(list(most, '{}'))).toThrow(expect.objectContaining({ code: 'invalid_body' }));
    const members = Array.from({ length: most + 1 }, (_, n) => `"${n}":1`);
    expect(() => parseJson(Buffer.from(`{${members.join()}}`))).toThrow(expect.objectContaining({ code: 'invalid_body' }));
  });

  it('may have any number of commas and brackets in its texts', () => {
    const text = ',[{'.repeat(most);
    expect(parseJson(Buffer.from(JSON.stringify({ text })))).toEqual({ text });
  });
});
