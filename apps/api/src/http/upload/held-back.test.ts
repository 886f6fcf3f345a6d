import { describe, expect, it } from '@jest/globals';
import { heldBack } from './held-back.js';

const texts = ['{"line":1}\n', '{"line":2,"detail":"größer"}\n', '{"line":3}\n'];

/** Tells which texts were asked for before others were told. */
const told = async (mostBytes?: number): Promise<readonly string[]> => {
  const story: string[] = [];
  const source = async function* () {
    for (const text of texts) {
      story.push(`asked ${text}`);
      yield text;
    }
  };
  for await (const text of heldBack(source(), mostBytes)) story.push(`told ${text}`);
  return story;
};

describe('texts that are held back', () => {
  it('are told unchanged and in order once there are no more', async () => {
    expect(await told()).toEqual([...texts.map((text) => `asked ${text}`), ...texts.map((text) => `told ${text}`)]);
  });

  it('are told as they come when holding them would take too much', async () => {
    const [first, second, third] = texts;
    expect(await told(1)).toEqual([
      `asked ${first}`,
      `asked ${second}`,
      `told ${first}`,
      `told ${second}`,
      `asked ${third}`,
      `told ${third}`,
    ]);
  });
});
