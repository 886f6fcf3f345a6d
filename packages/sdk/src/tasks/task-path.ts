/** Where a task is, and what can be done with it. */
export const taskPath = (id: string, action?: 'cancel' | 'retry' | 'events'): string =>
  `/v1/tasks/${encodeURIComponent(id)}${action === undefined ? '' : `/${action}`}`;
