import { describe, expect, it } from '@jest/globals';
import { problemDocument } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { taskId } from '../../fakes/stored-task.js';

const never = async () => {
  throw new Error('asked Redis for what does not fit');
};
const cursorOf = (text: string) => Buffer.from(text).toString('base64url');
const aState = /^must be one or more of scheduled, queued, running, .* with commas between them$/;
const aTime = /^must be a time such as 2026-11-23T12:00:00Z, with any \+ written as %2B$/;
const aCursor = /^must be a `next_cursor` of this list$/;

describe('GET /v1/tasks, 400', () => {
  it.each([
    ['limit=0', 'limit', /at least 1/],
    ['limit=101', 'limit', /at most 100/],
    ['limit=ten', 'limit', /whole number/],
    ['limit=1&limit=2', 'limit', /given twice/],
    ['status=done', 'status', aState],
    ['status=queued,', 'status', aState],
    ['status=', 'status', aState],
    ['model=', 'model', /at least 1 character/],
    ['metadata=', 'metadata', /at least 1 character/],
    ['created_after=yesterday', 'created_after', aTime],
    ['created_after=2026-11-23T12:00:00', 'created_after', aTime],
    ['created_before=2026-11-23T12:00:00+01:00', 'created_before', aTime],
    ['created_before=2026-02-30T12:00:00Z', 'created_before', aTime],
    ['cursor=', 'cursor', aCursor],
    ['cursor=%00', 'cursor', aCursor],
    ['cursor=abc', 'cursor', aCursor],
    [`cursor=${cursorOf(`x.${taskId}`)}`, 'cursor', aCursor],
    [`cursor=${cursorOf('1000.task_x')}`, 'cursor', aCursor],
    [`cursor=${cursorOf(`-1.${taskId}`)}`, 'cursor', aCursor],
    [`cursor=${cursorOf(`1000.${taskId} `)}`, 'cursor', aCursor],
    ['order=asc', 'order', /unknown parameter/],
  ])('refuses ?%s: %s', async (query, parameter, detail) => {
    const { body } = await appUnderTest({ services: { listTasks: never } })
      .get(`/v1/tasks?${query}`)
      .expect(400);
    expect(problemDocument.parse(body)).toMatchObject({
      code: 'invalid_query',
      errors: [{ parameter, detail: expect.stringMatching(detail) }],
    });
  });

  it.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999999-23:59', '2024-02-29T00:00:00+00:00'])(
    'takes the time %s',
    async (time) => {
      const listTasks = async ({ createdFromMs }: { createdFromMs?: number }) => {
        expect(Number.isSafeInteger(createdFromMs)).toBe(true);
        return { tasks: [] };
      };
      await appUnderTest({ services: { listTasks } })
        .get(`/v1/tasks?${new URLSearchParams({ created_after: time })}`)
        .expect(200);
    },
  );
});
