import { expect, it } from '@jest/globals';
import { schedule } from './schedule.js';

it('spaces the requests evenly and begins at once', () => expect(schedule(4, 1)).toEqual([0, 250, 500, 750]));
it('has as many as the seconds call for', () => expect(schedule(100, 10)).toHaveLength(1000));
it('does not let a rate that does not divide a second drift', () => expect(schedule(3, 100).at(-1)).toBeCloseTo(99_666.67, 1));
