import { createCaller, key, type TaskView } from '@millrace/testing';
import type { Ground } from '../ground/open-ground.js';
import type { Load } from './start-load.js';

const ends = new Set(['succeeded', 'failed', 'cancelled', 'expired']);

/** Asks an api whether the task of a prompt has ended. False for one whose caller has not been told its id yet, and while no api can say. */
export const createEndedCheck = ({ apis }: Pick<Ground, 'apis'>, { promised }: Pick<Load, 'promised'>) => {
  const caller = createCaller({ address: () => apis[0]?.app.address ?? '', key });
  return async (prompt: string): Promise<boolean> => {
    const promise = promised.find((one) => one.prompt === prompt);
    if (!promise) return false;
    const unknown = { status: 0, body: undefined };
    const { status, body } = await caller.ask<TaskView>(`/v1/tasks/${promise.id}`, { within: 5000 }).catch(() => unknown);
    return status === 200 && ends.has(body?.status ?? '');
  };
};
