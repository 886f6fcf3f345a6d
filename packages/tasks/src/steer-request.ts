import type { JobScripts } from '@millrace/queue';
import type { Keys } from '@millrace/store';
import type { Redis } from 'ioredis';

export interface SteerRequest {
  readonly tenant: string;
  readonly id: string;
}

/** What it takes to end a task from outside. */
export interface SteerOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly jobs: JobScripts;
  readonly resultTtlSeconds: number;
  readonly tombstoneTtlSeconds: number;
}
