import type { WaitingReason } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { RouteOutlook } from './route-outlook.js';

/** What can be said of when an open task will run. All of it is an estimate. */
export interface Prospect {
  readonly waitingReason?: WaitingReason;
  /** While no deployment of its route has room: when one may, by the clock of Redis. */
  readonly retryAtMs?: number;
  /** How many tasks stand before it; undefined when that is not known. */
  readonly ahead?: number;
  /** By the clock of Redis; undefined once it has begun, and while nothing can be said. */
  readonly estimatedStartAtMs?: number;
}

/** Works out what can be said of an open task that has not begun, `ahead` of which stand so many others. */
export const prospectOf = (task: StoredTask, outlook: RouteOutlook, ahead: number, nowMs: number): Prospect => {
  const startMs = estimatedStart(task, outlook, ahead, nowMs);
  return {
    ...whyNot(task, outlook),
    ahead,
    ...(startMs !== undefined && { estimatedStartAtMs: startMs }),
  };
};

/** Why it is not running, and if that is for want of a deployment, until when: a task that is to run later waits for its time, whoever is there now. */
export const whyNot = ({ state, waitingReason }: StoredTask, outlook: RouteOutlook): Pick<Prospect, 'waitingReason' | 'retryAtMs'> => {
  const { workersAlive, paused, dry } = outlook;
  if (state === 'queued' && !workersAlive) return { waitingReason: 'no_workers' };
  if (state === 'queued' && paused) return { waitingReason: 'paused' };
  if (waitingReason) return { waitingReason };
  return state === 'queued' && dry ? { waitingReason: dry.reason, retryAtMs: dry.untilMs } : {};
};

const estimatedStart = (task: StoredTask, outlook: RouteOutlook, ahead: number, nowMs: number): number | undefined => {
  const { runAtMs = 0, retryAtMs = 0 } = task;
  const turnMs = ahead === 0 ? 0 : (ahead / (outlook.startsPerSecond ?? 0)) * 1000;
  const startMs = Number.isFinite(turnMs) ? Math.round(nowMs + turnMs) : undefined;
  if (task.state === 'scheduled') return Math.max(runAtMs, startMs ?? runAtMs);
  if (!outlook.workersAlive || outlook.paused || startMs === undefined) return undefined;
  return Math.max(retryAtMs, outlook.dry?.untilMs ?? 0, startMs);
};
