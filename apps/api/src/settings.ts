import {
  adminLoginFragment,
  apiKeysFragment,
  attemptsFragment,
  buildFragment,
  ceilingsFragment,
  environmentFragment,
  fairShareFragment,
  finishByFragment,
  httpFragment,
  instanceFragment,
  limitsFragment,
  llmFragment,
  logsFragment,
  metricsListenerFragment,
  modelsFragment,
  redisFragment,
  retentionFragment,
  shutdownDelayFragment,
  shutdownFragment,
  timeoutsFragment,
  tracingFragment,
  type Values,
  webhooksFragment,
} from '@millrace/config';

/** The api's settings: the fragments it is made of. */
export const apiSettings = {
  environment: environmentFragment,
  redis: redisFragment,
  models: modelsFragment,
  // Where tasks go, not the key: an api calls no model.
  llm: { baseUrl: llmFragment.baseUrl, deployment: llmFragment.deployment, maxTokensParameter: llmFragment.maxTokensParameter },
  timeouts: timeoutsFragment,
  logs: logsFragment,
  instance: instanceFragment,
  build: buildFragment,
  tracing: tracingFragment,
  metrics: metricsListenerFragment(9464),
  http: httpFragment,
  apiKeys: apiKeysFragment,
  limits: limitsFragment,
  ceilings: ceilingsFragment,
  fairShare: fairShareFragment,
  // The sweeper counts the attempts that die with their worker; the limit is the workers' own.
  attempts: { maxLostAttempts: attemptsFragment.maxLostAttempts },
  retention: { ...retentionFragment, ...finishByFragment },
  webhooks: webhooksFragment,
  admin: adminLoginFragment,
  shutdown: { ...shutdownFragment(30), ...shutdownDelayFragment },
};

export type ApiValues = Values<typeof apiSettings>;
