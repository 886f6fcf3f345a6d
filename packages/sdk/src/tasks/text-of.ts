import type { EventData, TaskEvent } from '@millrace/contracts';
import { TaskFailedError } from '../errors/task-failed-error.js';
import { TextRestartedError } from '../errors/text-restarted-error.js';
import type { TextOptions, TextRestart } from './tasks.js';

/** What has been given of the text of one answer. */
const createTelling = (onRestart: TextOptions['onRestart']) => {
  let told = '';
  const begin = (restart: TextRestart): void => {
    if (told === '') return;
    told = '';
    if (!onRestart) throw new TextRestartedError(restart.attempt);
    onRestart(restart);
  };
  const tell = (piece: string): string => {
    told += piece;
    return piece;
  };
  return {
    begin,
    tell,
    /** The text from the beginning: what of it is new. */
    catchUp: ({ text, attempt }: EventData['snapshot']): string => {
      if (!text.startsWith(told)) begin({ attempt, reason: 'snapshot' });
      return tell(text.slice(told.length));
    },
  };
};

/** The pieces of text among the events of a task. */
export const textOf = async function* (
  events: AsyncIterable<TaskEvent>,
  onRestart: TextOptions['onRestart'],
): AsyncGenerator<string, void, undefined> {
  const telling = createTelling(onRestart);
  for await (const { kind, data } of events) {
    if (kind === 'error') throw new TaskFailedError(data);
    if (kind === 'restart') telling.begin(data);
    const piece = kind === 'delta' ? telling.tell(data.text) : kind === 'snapshot' ? telling.catchUp(data) : '';
    if (piece !== '') yield piece;
  }
};
