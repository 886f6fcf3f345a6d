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
  logsFragment,
  metricsListenerFragment,
  modelsFragment,
  redisFragment,
  retentionFragment,
  shutdownDelayFragment,
  shutdownFragment,
  type Values,
  webhooksFragment,
} from '@millrace/config';

/** The api's settings: the fragments it is made of. */
export const apiSettings = {
  environment: environmentFragment,
  redis: redisFragment,
  models: modelsFragment,
  logs: logsFragment,
  instance: instanceFragment,
  build: buildFragment,
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
