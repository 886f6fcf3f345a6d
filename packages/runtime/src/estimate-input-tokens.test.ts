import { describe, expect, it } from '@jest/globals';
import { estimateInputTokens } from './estimate-input-tokens.js';
import { estimateTokens } from './estimate-tokens.js';

const said = (content: unknown) => [{ role: 'user', content }];

describe('estimateInputTokens', () => {
  it('counts a token for each four bytes of what is said, be it in one message or in many', () => {
    expect(estimateTokens('12345')).toBe(2);
    expect(estimateInputTokens({ messages: said('a'.repeat(400)) })).toBe(100);
    expect(estimateInputTokens({ messages: [...said('a'.repeat(400)), ...said('a'.repeat(400))] })).toBe(200);
    expect(estimateInputTokens({ messages: said('水'.repeat(4)) })).toBe(3);
  });

  it('counts the text of parts, and what tools there are', () => {
    const words = 'a'.repeat(400);
    const parts = estimateInputTokens({ messages: said([{ type: 'text', text: words }]) });
    expect([parts >= 100, parts < 110]).toEqual([true, true]);
    const tools = [{ type: 'function', function: { name: 'look_up', description: words } }];
    expect(estimateInputTokens({ messages: said('a'), tools })).toBeGreaterThan(100);
    const calls = [{ role: 'assistant', content: null, tool_calls: [{ function: { name: 'look_up', arguments: words } }] }];
    expect(estimateInputTokens({ messages: calls })).toBeGreaterThan(100);
  });

  it('does not take the bytes of an image for words', () => {
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(1_000_000)}` } };
    expect(estimateInputTokens({ messages: said([image]) })).toBeLessThan(1_100);
  });

  it('is never nothing', () => {
    expect([estimateInputTokens({ messages: [] }), estimateInputTokens({ messages: said('') })]).toEqual([1, 1]);
  });
});
