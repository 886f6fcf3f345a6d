import { v7 } from 'uuid';

const shape = /^task_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A new public task id: `task_` and a UUID version 7 (RFC 9562), so ids sort by the time they were made. */
export const newTaskId = (): string => `task_${v7()}`;

/** Whether a text could be a task id at all; what cannot be one is not worth a question to Redis. */
export const isTaskId = (text: string): boolean => shape.test(text);
