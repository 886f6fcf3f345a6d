import {
  attemptsFragment,
  buildFragment,
  cacheFragment,
  encryptionFragment,
  environmentFragment,
  instanceFragment,
  llmFragment,
  logsFragment,
  metricsListenerFragment,
  modelsFragment,
  redisFragment,
  retentionFragment,
  shutdownFragment,
  timeoutsFragment,
  tracingFragment,
  type Values,
  webhookDeliveryFragment,
  webhooksFragment,
} from '@millrace/config';

/** The worker's settings: the fragments it is made of. */
export const workerSettings = {
  environment: environmentFragment,
  redis: redisFragment,
  encryption: encryptionFragment,
  models: modelsFragment,
  logs: logsFragment,
  instance: instanceFragment,
  build: buildFragment,
  tracing: tracingFragment,
  metrics: metricsListenerFragment(9465),
  llm: llmFragment,
  timeouts: timeoutsFragment,
  attempts: attemptsFragment,
  cache: cacheFragment,
  retention: retentionFragment,
  shutdown: shutdownFragment(90),
  webhooks: { ...webhooksFragment, ...webhookDeliveryFragment },
};

export type WorkerValues = Values<typeof workerSettings>;
