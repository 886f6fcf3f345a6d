import { beforeEach, describe, expect, it } from '@jest/globals';
import { createSilence, type Silence } from './silence.js';

describe('the silence of a consumer with two places', () => {
  let nowMs: number;
  let silence: Silence;

  beforeEach(() => {
    nowMs = 1000;
    silence = createSilence({ clock: () => nowMs });
  });

  it('lasts since it was made while there is no answer', () => {
    nowMs = 4000;
    expect(silence.ms()).toBe(3000);
  });

  it('lasts since the last answer while a place is free', () => {
    nowMs = 4000;
    silence.answered();
    silence.counted(1, 2);
    nowMs = 9000;
    expect(silence.ms()).toBe(5000);
  });

  it('is none while all places are taken, however long the work takes', () => {
    silence.counted(2, 2);
    nowMs = 600_000;
    expect(silence.ms()).toBe(0);
  });

  it('begins anew when a place becomes free', () => {
    silence.counted(2, 2);
    nowMs = 600_000;
    silence.counted(1, 2);
    nowMs = 601_000;
    expect(silence.ms()).toBe(1000);
  });

  it('is never negative when the clock is set back', () => {
    nowMs = 500;
    expect(silence.ms()).toBe(0);
  });
});
