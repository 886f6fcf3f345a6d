import type { Deployment } from '@millrace/config';

/** A deployment without limits or price. */
export const aDeployment = (given: Partial<Deployment> = {}): Deployment => ({
  name: 'here',
  baseUrl: 'http://127.0.0.1:1/v1',
  query: {},
  authentication: 'bearer',
  limits: {},
  weight: 1,
  timeouts: { connectMs: 1000, firstByteMs: 1000, idleMs: 1000, totalMs: 1000 },
  maxTokensParameter: 'auto',
  unsupportedParameters: [],
  ...given,
});
