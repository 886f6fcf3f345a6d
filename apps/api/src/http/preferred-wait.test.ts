import { expect, it } from '@jest/globals';
import { preferredWaitSeconds } from './preferred-wait.js';

it.each([
  ['wait=30', 30],
  ['Wait = 5', 5],
  ['wait="7"', 7],
  ['respond-async, wait=10; foo', 10],
  ['wait=1, wait=2', 1],
  ['wait=0', 0],
  ['wait=3600', 60],
])('reads %s as a wait of %d seconds', (prefer, seconds) => {
  expect(preferredWaitSeconds(prefer)).toBe(seconds);
});

it.each([undefined, '', 'respond-async', 'wait', 'wait=', 'wait=-1', 'wait=1.5', 'wait=soon', 'await=3'])(
  'finds no wait in %s',
  (prefer) => {
    expect(preferredWaitSeconds(prefer)).toBeUndefined();
  },
);
