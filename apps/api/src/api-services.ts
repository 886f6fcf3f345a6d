import type { Clock } from '@millrace/runtime';
import type { FollowTask, Foresee, ListTasks, ReadTask, SubmitTask, WaitForEnd } from '@millrace/tasks';
import type { Admin } from './admin/admin.js';
import type { Administration } from './administration.js';
import type { Caller } from './keys/caller.js';
import type { KeyWatch } from './keys/key-watch.js';
import type { FindKey } from './keys/stored-keys.js';
import type { Limits } from './limits/limits.js';
import type { Readiness } from './routes/health/readiness.js';
import type { ServedModels } from './served-models.js';
import type { Steering } from './steering.js';
import type { ApiTelemetry } from './telemetry.js';
import type { Webhooks } from './webhooks.js';

/** Everything the app needs to answer, whether real or made for a test. */
export interface ApiServices extends Steering, Administration {
  readonly submitTask: SubmitTask;
  /** The same for many that are submitted together. */
  readonly submitBulk: SubmitTask;
  readonly newTaskId: () => string;
  readonly readTask: ReadTask;
  readonly listTasks: ListTasks;
  /** When open tasks will run. */
  readonly foresee: Foresee;
  readonly waitForEnd: WaitForEnd;
  readonly followTask: FollowTask;
  readonly webhooks: Webhooks;
  readonly environmentKey: (presented: string) => Caller | undefined;
  readonly storedKey: FindKey;
  readonly keyWatch: KeyWatch;
  readonly limits: Limits;
  readonly readiness: () => Promise<Readiness>;
  readonly telemetry: ApiTelemetry;
  readonly clock: Clock;
  readonly models: ServedModels;
  readonly predictWaitSeconds: number;
  /** The streams and waits one key may hold open here. */
  readonly maxOpenRequestsPerKey: number;
  /** Bull Board behind its login; undefined = not served. */
  readonly admin: Admin | undefined;
  /** Fires when this instance is being stopped. */
  readonly stopping: AbortSignal;
}
