import { z } from 'zod';
import type { Operation } from '../operation.js';
import { eventStreamExample } from './event-stream-example.js';
import { taskId } from './shared-texts.js';

const after = 'The number of the last event you have: the answer begins with the next one.';

/** `?after=7`: a query is text, so the number is checked as such first. */
const afterQuery = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .optional()
    .meta({
      description: `${after} 0, the default, begins at the first.`,
      override: ({ jsonSchema }) => {
        delete jsonSchema.pattern;
        Object.assign(jsonSchema, { type: 'integer', minimum: 0 });
      },
    }),
});

const description = `The events of a task as server-sent events, as they come, at any api instance and for any number of readers; whether anyone
follows makes no difference to the task. Each carries its number as \`id\` (from 1, rising by one), its kind as \`event\`, and JSON as \`data\`:

| event | data |
|---|---|
| \`state\` | \`status\`; with it \`attempt\`, or while it waits \`waiting_reason\` and \`retry_at\` |
| \`delta\` | \`text\` to append to what this \`attempt\` has told so far, \`tool_calls\` as the provider streamed them; \`index\` counts the deltas of an attempt from 0 |
| \`restart\` | \`attempt\` begins, and all text told before is void; \`reason\` is \`failed\`, \`lost\` or \`handed_back\` |
| \`snapshot\` | older events are no longer kept, the newest were lost, or the rest of tool calls could not be told: \`status\`, \`attempt\`, \`text\` and \`tool_calls\` replace all that was told before; its number is that of the last event it stands for |
| \`usage\` | the tokens, as in the task |
| \`result\` | the result, as in the task; always the last event of a task that succeeded |
| \`error\` | why it failed, was cancelled or expired, as in the task; always the last event of any other |

Attempts count from 1; an answer from the cache, or of the call of an identical task, is told as by attempt 1. The texts of the deltas of the last attempt, one after the other, are \`result.text\`. A comment is sent every 15 s.

To go on after a break, send the last number as \`Last-Event-ID\`, as browsers do by themselves, or as \`?after=\`; where both are given the header counts.
Nothing is then missing or doubled. Who has had the last event is answered 204, upon which an \`EventSource\` stops. After a loss of data in Redis a task may
have told less than you have: a \`snapshot\` of what is left then comes first, with the number that it goes on from. An instance that is being stopped ends its streams with \`retry:\`; the next one goes on.`;

/** Following tasks. */
export const eventOperations = {
  followTask: {
    id: 'followTask',
    method: 'get',
    path: '/v1/tasks/{id}/events',
    tag: 'Tasks',
    summary: 'Follow a task',
    description,
    access: 'key',
    scope: 'tasks',
    query: afterQuery,
    requestHeaders: { 'Last-Event-ID': after },
    pathParameters: { id: taskId },
    responses: {
      200: { description: 'The events, until the last.', events: eventStreamExample },
      204: { description: 'The task has ended, and there are no events after this number.' },
    },
    problems: ['unknown_task', 'task_gone', 'task_erased', 'invalid_header', 'too_many_open_requests'],
  },
} as const satisfies Record<string, Operation>;
