import type { TaskView } from '@millrace/contracts';
import { MillraceConnectionError } from '../errors/millrace-connection-error.js';
import type { Api } from '../http/create-api.js';
import { hasEnded } from './has-ended.js';
import { taskPath } from './task-path.js';

/** How long the line is held at a time: less than what proxies cut by default. */
export const holdSeconds = 30;

export interface WaitForEndOptions {
  readonly api: Api;
  readonly id: string;
  readonly signal: AbortSignal | undefined;
  /** Told each time the task was seen. */
  readonly onSeen: (task: TaskView) => void;
}

/** Asks until the task has ended; the line is held, so that few questions do. */
export const waitForEnd = async ({ api, id, signal, onSeen }: WaitForEndOptions): Promise<TaskView> => {
  const request = { method: 'GET', path: taskPath(id), query: { wait: holdSeconds }, signal } as const;
  const retries = api.retries();
  for (;;) {
    const askedAt = performance.now();
    try {
      const task = await api.askOnce<TaskView>(request, holdSeconds * 1000);
      onSeen(task);
      if (hasEnded(task)) return task;
      retries.heard();
      // An instance that is being stopped answers early; asked again at once it would again.
      const early = performance.now() - askedAt < holdSeconds * 900;
      if (early) throw new MillraceConnectionError({ message: 'the wait was cut short' });
    } catch (error) {
      await retries.after(error, request);
    }
  }
};
