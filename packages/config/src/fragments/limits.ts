import { policySchema } from '../policy.js';
import { routeLimits } from '../route-limit.js';
import { setting } from '../setting.js';

/** The last two make requests to somebody else's server. */
const routeDefaults = 'POST /predict=5/minute,POST /v1/webhooks/{id}/test=60/minute,POST /v1/webhooks/deliveries/{id}/replay=60/minute';

export const limitsFragment = {
  tasks: setting({
    env: 'MILLRACE_LIMIT_TASKS',
    schema: policySchema,
    describe: 'How many tasks a key may submit.',
    whenToChange: 'When one caller needs more, or Redis cannot take as much.',
    default: '10000/minute',
  }),
  reads: setting({
    env: 'MILLRACE_LIMIT_READS',
    schema: policySchema,
    describe: 'How many other requests a key may make.',
    whenToChange: 'When many tasks are polled often.',
    default: '60000/minute',
  }),
  address: setting({
    env: 'MILLRACE_LIMIT_ADDRESS',
    schema: policySchema,
    describe: 'How many requests an address may make, whatever the key.',
    whenToChange: 'When many callers come from one address; behind a proxy set `TRUST_PROXY` first.',
    default: '100000/minute',
  }),
  authFailures: setting({
    env: 'MILLRACE_LIMIT_AUTH_FAILURES',
    schema: policySchema,
    describe: 'How many wrong keys an address may try; a valid key is never locked out by it.',
    whenToChange: 'Seldom.',
    default: '20/minute',
  }),
  login: setting({
    env: 'MILLRACE_LIMIT_LOGIN',
    schema: policySchema,
    describe: "How many logins to Bull Board's page an address may try.",
    whenToChange: 'Seldom.',
    default: '5/minute',
  }),
  routes: setting({
    env: 'MILLRACE_ROUTE_LIMITS',
    schema: routeLimits({ defaults: routeDefaults }),
    describe:
      'Limits of single operations for each key, as a comma list of `METHOD /path=policy`; an operation not listed keeps its default.',
    whenToChange: 'When one operation needs a limit of its own, or `/predict` another.',
    default: routeDefaults,
  }),
};
