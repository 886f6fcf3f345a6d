import { addAudit } from './audit.js';
import { addBackup, addBackupKey } from './backup.js';
import { addBulk } from './bulk.js';
import type { Cli } from './define.js';
import { addDoctor } from './doctor.js';
import { addKeys } from './keys.js';
import { addList } from './list.js';
import { addModels } from './models.js';
import { addDeadLetters, addPause, addQueues, addRedrive, addResume } from './queues.js';
import { addRestore } from './restore.js';
import { addResult } from './result.js';
import { addStatus } from './status.js';
import { addCancel, addErase, addRetry } from './steer.js';
import { addSubmit } from './submit.js';
import { addTop } from './top.js';
import { addUsage } from './usage.js';
import { addWait } from './wait.js';
import { addWatch } from './watch.js';
import { addWebhooks } from './webhooks.js';
import { addWorkers } from './workers.js';

/** The commands in the order of the help. */
export const everyCommand: readonly ((cli: Cli) => void)[] = [
  addSubmit,
  addStatus,
  addWatch,
  addWait,
  addResult,
  addList,
  addCancel,
  addRetry,
  addErase,
  addModels,
  addUsage,
  addBulk,
  addWebhooks,
  addQueues,
  addPause,
  addResume,
  addDeadLetters,
  addRedrive,
  addTop,
  addWorkers,
  addKeys,
  addAudit,
  addBackup,
  addRestore,
  addBackupKey,
  addDoctor,
];
