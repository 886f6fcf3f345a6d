import { z } from 'zod';

/** The longest duration a submission can name, in seconds: a year. Installations set narrower bounds. */
const longestSeconds = 31_536_000;

const time = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-11-23T12:00:00Z' });
const seconds = z.int().min(1).max(longestSeconds);

const afterWhat = 'A time, or a number of seconds from the submission, or from `run_at` if the task is scheduled.';

/** When a task is to run, by when it must have begun and ended, and how long what it leaves is kept. */
export const scheduleFields = {
  run_at: time
    .optional()
    .meta({ description: 'Holds the task back until then, with an offset (RFC 3339); a time in the past runs it at once.' }),
  delay_seconds: z
    .int()
    .min(0)
    .max(longestSeconds)
    .optional()
    .meta({ description: 'Holds the task back for so long; instead of `run_at`.' }),
  start_by: z
    .union([time, seconds])
    .optional()
    .meta({ description: `If no attempt has begun by then, the task ends \`expired\` without asking the model. ${afterWhat}` }),
  finish_by: z
    .union([time, seconds])
    .optional()
    .meta({
      description: `If the task has not ended by then, it ends \`expired\` and a running call is aborted. ${afterWhat} If absent, the installation's own (a day unless configured), counted from \`start_by\` if that is given.`,
    }),
  result_ttl_seconds: seconds
    .optional()
    .meta({ description: 'How long prompt, answer and events are kept after the end; the installation sets the default and the longest.' }),
};
