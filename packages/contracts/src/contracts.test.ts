import { describe, expect, it } from '@jest/globals';
import { openApiDocument, problemsOf } from './open-api.js';
import type { Operation } from './operation.js';
import { operations } from './operations.js';
import { failureCodes, problems } from './problems.js';
import { taskList } from './task-list.js';
import { toTaskPayload } from './task-payload.js';
import { taskSubmission } from './task-submission.js';

describe('a submission', () => {
  const accepts = (body: unknown) => taskSubmission.safeParse(body).success;

  it('holds exactly one of messages and prompt', () => {
    const messages = [{ role: 'user', content: 'x' }];
    expect([{ prompt: 'x' }, { messages }].map(accepts)).toEqual([true, true]);
    expect([{}, { prompt: 'x', messages }].map(accepts)).toEqual([false, false]);
  });

  it('is stored with everything a worker needs and nothing that was not given', () => {
    const body = taskSubmission.parse({ prompt: 'x', max_tokens: 5, metadata: { a: 'b' }, cache: { no_store: true } });
    expect(toTaskPayload(body)).toEqual({
      messages: [{ role: 'user', content: 'x' }],
      maxTokens: 5,
      metadata: { a: 'b' },
      cache: { noStore: true },
    });
  });

  it('refuses what no model could make sense of', () => {
    const bad = [
      { prompt: '' },
      { prompt: 'x', temperature: 2.1 },
      { prompt: 'x', max_tokens: 0 },
      { prompt: 'x', max_tokens: 1.5 },
      { prompt: 'x', stop: [] },
      { prompt: 'x', tool_choice: 'auto' },
      { prompt: 'x', metadata: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`k${n}`, ''])) },
      { messages: [] },
      { messages: [{ role: 'oracle', content: 'x' }] },
      { messages: [{ role: 'tool', content: 'x' }] },
    ];
    expect(bad.filter(accepts)).toEqual([]);
  });
});

describe('the catalogue of problems', () => {
  it('tells of each what happened and what to do, and failures of tasks are in it', () => {
    for (const problem of Object.values(problems)) {
      expect(problem.status).toBeGreaterThanOrEqual(400);
      expect(problem.cause).toMatch(/\.$/);
      expect(problem.remedy).toMatch(/\.$/);
    }
    expect(failureCodes.every((code) => code in problems)).toBe(true);
  });
});

describe('the OpenAPI document', () => {
  const document = openApiDocument('1.2.3');

  it('describes every operation with its answers and problems', () => {
    for (const operation of Object.values<Operation>(operations)) {
      const described = document.paths?.[operation.path]?.[operation.method];
      const statuses = [...Object.keys(operation.responses), ...problemsOf(operation).map((code) => String(problems[code].status))];
      expect(Object.keys(described?.responses ?? {}).sort()).toEqual([...new Set(statuses)].sort());
    }
  });

  it('gives examples that the schemas accept', () => {
    const schema = document.components?.schemas?.TaskSubmission as { examples?: unknown[] } | undefined;
    expect(schema?.examples?.every((body) => taskSubmission.safeParse(body).success)).toBe(true);
    for (const example of taskList.meta()?.examples ?? []) expect(taskList.parse(example)).toEqual(example);
  });

  it('shows an example of what each operation on tasks and webhooks answers, and the schemas accept it', () => {
    const answers = Object.values<Operation>(operations)
      .filter(({ tag }) => tag === 'Tasks' || tag === 'Webhooks')
      .flatMap(({ responses }) => Object.values(responses))
      .filter(({ schema }) => schema);
    for (const { schema, example = schema?.meta()?.examples?.[0] } of answers) {
      expect(example).toBeDefined();
      expect(schema?.parse(example)).toEqual(example);
    }
  });
});
