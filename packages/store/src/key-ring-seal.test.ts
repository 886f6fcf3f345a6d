import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createKeyRingSeal, SealError, type SealKey } from './key-ring-seal.js';

const key = (name: string): SealKey => ({ name, key: randomBytes(32) });
const [old, current] = [key('2025'), key('2026')];

describe('a seal with keys', () => {
  it('gives back what was sealed, whatever it is, and never shows it', () => {
    const seal = createKeyRingSeal([current]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), fc.string(), (plain, context) => {
        const text = plain.toWellFormed();
        const sealed = seal.seal(text, context);
        expect(seal.open(sealed, context)).toBe(text);
        if (text.length > 8) expect(sealed).not.toContain(text);
        expect(seal.seal(text, context)).not.toBe(sealed);
      }),
    );
  });

  it('refuses a text that was moved, changed, cut or sealed by nobody it knows', () => {
    const seal = createKeyRingSeal([current]);
    const sealed = seal.seal('a prompt', 'task_1:payload');
    const wrong = [
      [sealed, 'task_2:payload'],
      [sealed.slice(0, -4), 'task_1:payload'],
      // Not the last character, which holds bits of no byte.
      [`${sealed.slice(0, -8)}${sealed.at(-8) === 'A' ? 'B' : 'A'}${sealed.slice(-7)}`, 'task_1:payload'],
      [sealed.replace('.2026.', '.2025.'), 'task_1:payload'],
      ['enc1.2026.', 'task_1:payload'],
      [createKeyRingSeal([old]).seal('a prompt', 'task_1:payload'), 'task_1:payload'],
    ] as const;
    for (const [text, context] of wrong) {
      expect(() => seal.open(text, context)).toThrow(SealError);
      expect(() => seal.open(text, context)).not.toThrow(/a prompt/);
    }
  });

  it('reads what an older key of the ring sealed, and what was there before there were keys', () => {
    const before = createKeyRingSeal([old]).seal('a prompt', 'here');
    const seal = createKeyRingSeal([current, old]);
    expect(seal.open(before, 'here')).toBe('a prompt');
    expect(seal.seal('x', 'here')).toContain('.2026.');
    expect(seal.open('{"prompt":"plain"}', 'here')).toBe('{"prompt":"plain"}');
  });
});
