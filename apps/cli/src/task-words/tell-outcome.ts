import type { Task } from '@millrace/sdk';
import type { Session } from '../open-session.js';
import { printable, printableLine } from '../terminal/printable.js';

/** The answer of an ended task to stdout, if wanted; why it did not succeed to stderr. */
export const tellOutcome = (
  { write, say, paint }: Session,
  task: Task,
  { withText, raw = true }: { withText: boolean; raw?: boolean },
): void => {
  const { status, result, error } = task;
  if (status === 'succeeded') {
    const text = raw ? (result?.text ?? '') : printable(result?.text ?? '');
    if (withText) write(text.endsWith('\n') ? text : `${text}\n`);
    return;
  }
  const reason = error ? `: ${error.message} (${error.code})` : '';
  const advice = error?.retryable ? ` Run it again with \`millrace retry ${task.id}\`.` : '';
  say(paint.err.red(printableLine(`${task.id} ended ${status}${reason}.${advice}`.replace(/\.\.+/g, '.'))));
};
