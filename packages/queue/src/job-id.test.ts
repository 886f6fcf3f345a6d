import { describe, expect, it } from '@jest/globals';
import { jobId, parseJobId } from './job-id.js';

describe('a job id', () => {
  it('gives back the task and the run it was made of', () => {
    expect(parseJobId(jobId('task_0190', 12))).toEqual({ taskId: 'task_0190', run: 12 });
  });

  it.each(['task_0190', 'task_0190.', 'task_0190.0', 'task_0190.x', 'task_0190.1e3', '.1', ''])('is not what %p is', (id) => {
    expect(parseJobId(id)).toBeUndefined();
  });
});
