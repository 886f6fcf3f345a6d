import { z } from 'zod';
import { bulkList } from '../bulk-outcome.js';
import type { Operation } from '../operation.js';
import { taskSubmission } from '../task-submission.js';

/** Most tasks in one array. */
export const mostBulkItems = 1000;

const description = `Submits many tasks in one request. Each has an outcome of its own, and one that is refused stops nothing.

As \`application/json\` an array of up to ${mostBulkItems.toLocaleString('en')} tasks, answered once all have their outcome. As \`application/x-ndjson\` (or \`application/jsonl\`) one task per line and
any number of lines: the outcomes come back as \`application/x-ndjson\`, one per line and in the order of the lines, while the upload still runs; blank lines are skipped and counted.
The last line is a \`bulk.summary\`. Read while you send: when outcomes are not taken for 60 s the connection is ended, and when nothing is sent for 30 s the upload is over.
Who can only read once all is sent asks for \`Prefer: answer-after-upload\`, as proxies should that cannot do both at once; nginx is one.

While the ceilings or the limit of the key leave no room, and while Redis is away, tasks wait for up to 30 s before they are refused, and the upload waits with them. Each task counts as one against the limit of the key.
With an \`Idempotency-Key\` an upload that was cut can be sent again from its beginning: line n is the same task as before if it asks for the same.`;

const id = 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1';
const outcomes = [
  { line: 1, status: 202, id, task_status: 'queued' },
  { object: 'bulk.summary', lines: 1, accepted: 1, replayed: 0, refused: 0, complete: true },
];

/** Submitting many tasks at once. */
export const bulkOperations = {
  submitBulk: {
    id: 'submitBulk',
    method: 'post',
    path: '/v1/tasks/bulk',
    tag: 'Tasks',
    summary: 'Submit many tasks',
    description,
    access: 'key',
    scope: 'tasks',
    requestHeaders: {
      Prefer: '`answer-after-upload`: the answer begins once the whole upload has been read, or a million lines or so of it (RFC 7240).',
      'Idempotency-Key':
        '1 to 255 visible ASCII characters of your choice, for the whole upload: together with its number it makes each line idempotent. A line that asks for something else than before is refused with 422.',
    },
    body: z
      .array(taskSubmission)
      .min(1)
      .max(mostBulkItems)
      .meta({ examples: [[{ prompt: 'Why do mills stand beside rivers?' }]] }),
    lines: '{"prompt":"Why do mills stand beside rivers?"}\n{"prompt":"Why do rivers run to the sea?","priority":"bulk"}\n',
    responses: {
      200: {
        description: 'The outcome of each task.',
        schema: bulkList,
        example: { object: 'list', data: outcomes.slice(0, 1), accepted: 1, replayed: 0, refused: 0 },
        headers: { 'Preference-Applied': 'That the answer began after the upload.' },
        lines: `${outcomes.map((line) => JSON.stringify(line)).join('\n')}\n`,
      },
    },
    problems: [
      'invalid_header',
      'unknown_model',
      'idempotency_key_reused',
      'queue_full',
      'memory_full',
      'request_timeout',
      'too_many_open_requests',
      'too_many_uploads',
    ],
  },
} as const satisfies Record<string, Operation>;
