import type { Redis } from 'ioredis';
import type { Trial } from '../processes/open-trial.js';
import type { StartedProcess } from '../processes/start-process.js';
import type { Call } from './call.js';

/** An api process, and how it is called. */
export interface StartedApi {
  readonly process: StartedProcess;
  readonly submit: Call;
}

/** An api and a worker around a Redis: Millrace, or the plain pair. */
export interface QueueingSystem {
  readonly name: 'millrace' | 'plain';
  startApi(trial: Trial): Promise<StartedApi>;
  /** Starts one worker; it may still be starting when this resolves. */
  startWorker(trial: Trial, upstreamUrl: string): Promise<StartedProcess>;
  /** Starts an api and a worker, both ready, and says how to ask and wait for the answer. */
  startAsking(trial: Trial, upstreamUrl: string): Promise<Call>;
  /** What the keys of its BullMQ queue begin with. */
  readonly queueKey: string;
  /** How many tasks ended other than well. */
  countFailed(redis: Redis): Promise<number>;
}
