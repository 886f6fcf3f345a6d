import type { LimitState } from '@millrace/tasks';
import type { Standing } from './standing.js';

/** How a key stands against its limit on tasks. */
export const taskStanding = (limit: LimitState): Standing => ({ policy: 'tasks', ...limit });
