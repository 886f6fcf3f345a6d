import { adminLoginFragment } from './fragments/admin-login.js';
import { apiKeysFragment } from './fragments/api-keys.js';
import { attemptsFragment } from './fragments/attempts.js';
import { buildFragment } from './fragments/build.js';
import { cacheFragment } from './fragments/cache.js';
import { ceilingsFragment } from './fragments/ceilings.js';
import { durabilityFragment } from './fragments/durability.js';
import { encryptionFragment } from './fragments/encryption.js';
import { environmentFragment } from './fragments/environment.js';
import { fairShareFragment } from './fragments/fair-share.js';
import { finishByFragment } from './fragments/finish-by.js';
import { httpFragment } from './fragments/http.js';
import { instanceFragment } from './fragments/instance.js';
import { limitsFragment } from './fragments/limits.js';
import { llmFragment } from './fragments/llm.js';
import { logsFragment } from './fragments/logs.js';
import { metricsListenerFragment } from './fragments/metrics-listener.js';
import { modelsFragment } from './fragments/models.js';
import { redisFragment } from './fragments/redis.js';
import { retentionFragment } from './fragments/retention.js';
import { shutdownDelayFragment, shutdownFragment } from './fragments/shutdown.js';
import { timeoutsFragment } from './fragments/timeouts.js';
import { tracingFragment } from './fragments/tracing.js';
import { webhookDeliveryFragment, webhooksFragment } from './fragments/webhooks.js';
import type { Setting } from './setting.js';

const fragments = [
  environmentFragment,
  redisFragment,
  durabilityFragment,
  encryptionFragment,
  modelsFragment,
  logsFragment,
  instanceFragment,
  metricsListenerFragment(0),
  httpFragment,
  apiKeysFragment,
  limitsFragment,
  ceilingsFragment,
  retentionFragment,
  finishByFragment,
  fairShareFragment,
  adminLoginFragment,
  shutdownFragment(0),
  shutdownDelayFragment,
  llmFragment,
  timeoutsFragment,
  attemptsFragment,
  cacheFragment,
  buildFragment,
  webhooksFragment,
  webhookDeliveryFragment,
  tracingFragment,
];

/** The settings of all apps: they share one environment, so what one does not know may be another's. */
export const knownSettings = (): readonly Setting<unknown>[] => fragments.flatMap((fragment) => Object.values(fragment));
