import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createHeartbeats } from './heartbeats.js';

describe('heartbeats', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('reach all who have joined, from one timer that runs while there are any', () => {
    const heartbeats = createHeartbeats({ everyMs: 100 });
    const beats: string[] = [];
    expect(jest.getTimerCount()).toBe(0);
    const leaveFirst = heartbeats.join(() => beats.push('first'));
    const leaveSecond = heartbeats.join(() => beats.push('second'));
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(250);
    expect(beats).toEqual(['first', 'second', 'first', 'second']);
    leaveFirst();
    jest.advanceTimersByTime(100);
    expect(beats.slice(4)).toEqual(['second']);
    leaveSecond();
    expect(jest.getTimerCount()).toBe(0);
    heartbeats.join(() => beats.push('third'));
    jest.advanceTimersByTime(100);
    expect(beats.at(-1)).toBe('third');
  });
});
