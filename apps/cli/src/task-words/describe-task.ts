import type { Task } from '@millrace/sdk';
import { showDuration } from '../terminal/duration.js';
import type { Paint } from '../terminal/paint.js';
import { printable, printableLine } from '../terminal/printable.js';
import { colourStatus } from './colour-status.js';

const place = ({ position, waiting_reason, estimated_start_at }: Task, now: number): string[] => {
  const ahead = position ? [position.ahead === 0 ? 'next in line' : `about ${position.ahead} ahead`] : [];
  const startsInMs = estimated_start_at ? Date.parse(estimated_start_at) - now : 0;
  const start = startsInMs > 1000 ? [`starts in about ${showDuration(startsInMs)}`] : [];
  return [...ahead, ...start, ...(waiting_reason ? [waiting_reason.replaceAll('_', ' ')] : [])];
};

/** The state in one line: `queued, about 12 ahead, starts in about 4.0s`. */
export const stateLine = (task: Task, now: number): string => [task.status, ...place(task, now)].join(', ');

const tokens = (usage: NonNullable<Task['usage']>): string => `${usage.input_tokens} in, ${usage.output_tokens} out`;

const times = ({ timings }: Task): string => {
  const named = [
    ['queued', timings.queued_ms],
    ['first token after', timings.first_token_ms],
    ['running', timings.running_ms],
    ['in all', timings.total_ms],
  ] as const;
  return named.flatMap(([name, ms]) => (ms === undefined ? [] : [`${name} ${showDuration(ms)}`])).join(', ');
};

/** One line about how it went: tokens and times. */
export const endLine = (task: Task): string =>
  [task.status, ...(task.usage ? [`tokens ${tokens(task.usage)}`] : []), times(task), ...(task.cached ? ['from the cache'] : [])]
    .filter(Boolean)
    .join(' · ');

const fieldsOf = (task: Task, now: number): (readonly [string, string | undefined])[] => [
  ['Model', task.model],
  ['Priority', task.priority],
  ['Created', task.created_at],
  ['Runs at', task.run_at],
  ['Ended', task.ended_at],
  ['Place', place(task, now).join(', ')],
  ['Retry at', task.retry_at],
  ['Attempts', `${task.attempts}${task.lost_attempts > 0 ? ` (${task.lost_attempts} lost)` : ''}`],
  ['Tokens', task.usage && tokens(task.usage)],
  ['Times', times(task)],
  [
    'Metadata',
    Object.entries(task.metadata ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  ],
  ['Retry of', task.retry_of],
  ['Retried as', task.retried_as],
  ['Error', task.error && `${task.error.code}: ${task.error.message}${task.error.retryable ? ' (a retry may help)' : ''}`],
];

/** Everything worth knowing about a task for people, its answer last. */
export const describeTask = (task: Task, paint: Paint, now: number): string => {
  const fields = fieldsOf(task, now).flatMap(([name, value]) => (value ? [`  ${name.padEnd(11)}${printableLine(value)}\n`] : []));
  const answer = task.result?.text ?? task.partial?.text;
  const heading = `${paint.bold(task.id)}  ${colourStatus(paint, task.status)}\n`;
  return [heading, ...fields, ...(answer === undefined ? [] : [`\n${printable(answer)}\n`])].join('');
};
