import type { FinalState, TaskView } from '@millrace/contracts';

const finalStates: Readonly<Record<FinalState, true>> = { succeeded: true, failed: true, cancelled: true, expired: true };

/** Whether a task is in a state that never changes again. */
export const hasEnded = ({ status }: Pick<TaskView, 'status'>): boolean => Object.hasOwn(finalStates, status);
