import { expect, it } from '@jest/globals';
import { isTaskId, newTaskId } from './task-id.js';

it('makes ids that differ, sort by time and are known again', () => {
  const ids = Array.from({ length: 1000 }, newTaskId);
  expect(new Set(ids).size).toBe(1000);
  expect([...ids].sort()).toEqual(ids);
  expect(ids.every(isTaskId)).toBe(true);
});

it('knows what cannot be an id', () => {
  for (const text of ['', 'task_', 'task_1', `${newTaskId()}x`, newTaskId().toUpperCase(), newTaskId().slice(5)]) {
    expect(isTaskId(text)).toBe(false);
  }
});
