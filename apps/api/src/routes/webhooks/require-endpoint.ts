import type { WebhookEndpoint } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';

/** The endpoint that was found; throws `unknown_webhook` (404) when there was none. */
export const requireEndpoint = (endpoint: WebhookEndpoint | undefined): WebhookEndpoint => {
  if (!endpoint) throw new HttpProblem('unknown_webhook');
  return endpoint;
};
