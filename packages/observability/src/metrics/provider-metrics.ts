import { errorTypes } from './error-types.js';
import { counter, gauge, histogram } from './metric-definition.js';

const slug = 'the slug of a configured route';
const deployment = 'the name of a configured deployment';
const credential = 'the name of a configured credential';

/** As OpenTelemetry's GenAI conventions want them, and on from there for calls that think for minutes. */
const callSeconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84, 327.68, 655.36];
/** Those of `gen_ai.server.time_per_output_token`. */
const tokenSeconds = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
const roomSeconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5];
const shared = 'Every process reports what Redis says: combine them with max, not sum.';

/** What is told of the providers: what calls took, used and cost, and how each deployment and credential stands. */
export const providerMetrics = {
  tokens: counter({
    name: 'millrace_tokens_total',
    help: 'Tokens of calls that ended, as the provider counted them, or as estimated where it did not say; cached_input is the part of input that the provider had cached.',
    labels: { route: slug, deployment, type: ['input', 'cached_input', 'output'] },
    apps: ['worker'],
  }),
  cost: counter({
    name: 'millrace_cost_dollars_total',
    help: 'What calls cost by the configured prices, in US dollars; calls without a known price are not in it. The books are at /v1/usage: they also hold attempts that died with their worker.',
    labels: { route: slug, deployment, estimated: ['true', 'false'] },
    apps: ['worker'],
  }),
  callDuration: histogram({
    name: 'millrace_llm_call_duration_seconds',
    help: 'Time from sending a call to its end, however it ended, in seconds.',
    labels: { deployment },
    apps: ['worker'],
    buckets: callSeconds,
  }),
  timeToFirstToken: histogram({
    name: 'millrace_llm_time_to_first_token_seconds',
    help: 'Time from sending a call that succeeded to the first piece of its answer, in seconds.',
    labels: { deployment },
    apps: ['worker'],
    buckets: callSeconds,
  }),
  timePerOutputToken: histogram({
    name: 'millrace_llm_time_per_output_token_seconds',
    help: 'Time that each further token of an answer took after the first piece, in seconds: one observation a call.',
    labels: { deployment },
    apps: ['worker'],
    buckets: tokenSeconds,
  }),
  roomWait: histogram({
    name: 'millrace_room_wait_seconds',
    help: 'Time that attempts with room reserved ahead waited in place until their call could be made, in seconds; those that had room at once are not in it.',
    labels: { deployment },
    apps: ['worker'],
    buckets: roomSeconds,
  }),
  attemptErrors: counter({
    name: 'millrace_attempt_errors_total',
    help: 'Attempts that brought no answer, by why; the first word says who is to blame.',
    labels: { route: slug, deployment, error_type: errorTypes },
    apps: ['worker'],
  }),
  providerChanges: counter({
    name: 'millrace_deployment_changes_total',
    help: 'Times a breaker opened or closed, and a credential was refused or accepted again; told by the worker whose call did it.',
    labels: { name: 'the name of a configured deployment, or of a credential', change: ['opened', 'closed', 'refused', 'accepted'] },
    apps: ['worker'],
  }),
  deploymentState: gauge({
    name: 'millrace_deployment_state',
    help: `1 for the state a deployment is in, else 0: closed = in service, open = out of service, half_open = one call at a time tries it. ${shared}`,
    labels: { deployment, state: ['closed', 'open', 'half_open'] },
    apps: ['api', 'worker'],
  }),
  deploymentCooldown: gauge({
    name: 'millrace_deployment_cooldown_seconds',
    help: `How long a deployment is still left alone because its provider said to ask later, in seconds. ${shared}`,
    labels: { deployment },
    apps: ['api', 'worker'],
  }),
  deploymentInFlight: gauge({
    name: 'millrace_deployment_in_flight',
    help: `Attempts that hold a place at a deployment. ${shared}`,
    labels: { deployment },
    apps: ['api', 'worker'],
  }),
  deploymentLimit: gauge({
    name: 'millrace_deployment_limit',
    help: `Limits in force: requests and tokens a minute, calls at a time; the lower of what is declared and what was learned of the provider. Absent where there is none. ${shared}`,
    labels: { deployment, kind: ['requests', 'tokens', 'in_flight'] },
    apps: ['api', 'worker'],
  }),
  deploymentRemaining: gauge({
    name: 'millrace_deployment_remaining',
    help: `Requests and tokens left in this minute, as the provider itself told with an answer; absent where it did not within the last minute. ${shared}`,
    labels: { deployment, kind: ['requests', 'tokens'] },
    apps: ['api', 'worker'],
  }),
  credentialRefused: gauge({
    name: 'millrace_credential_refused',
    help: `1 while a provider refuses a credential, or has no money for it, else 0. ${shared}`,
    labels: { credential },
    apps: ['api', 'worker'],
  }),
  credentialInFlight: gauge({
    name: 'millrace_credential_in_flight',
    help: `Attempts that hold a place at a credential. ${shared}`,
    labels: { credential },
    apps: ['api', 'worker'],
  }),
};
