import { expect, it } from '@jest/globals';
import { createNoteKeyUse } from './note-key-use.js';

it('notes the use of a key once a minute, and again after a note that failed', async () => {
  const noted: string[] = [];
  let nowMs = 1_000_000;
  let fails = false;
  const note = createNoteKeyUse({
    clock: () => nowMs,
    noteUse: async (id) => {
      noted.push(id);
      if (fails) throw new Error('away');
    },
  });
  note('one');
  note('one');
  note('two');
  nowMs += 59_999;
  note('one');
  expect(noted).toEqual(['one', 'two']);
  nowMs += 1;
  fails = true;
  note('one');
  await Promise.resolve();
  await Promise.resolve();
  note('one');
  expect(noted).toEqual(['one', 'two', 'one', 'one']);
});
