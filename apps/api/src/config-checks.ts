import { operations } from '@millrace/contracts';
import type { ApiValues } from './settings.js';

const minKeyLength = 24;
const minPasswordLength = 12;

const keyErrors = ({ apiKeys }: ApiValues): string[] =>
  apiKeys.keys.flatMap(({ tenant, key }, index) =>
    key.reveal().length < minKeyLength
      ? [
          `MILLRACE_API_KEYS must have keys of at least ${minKeyLength} characters in production; entry ${index + 1} (tenant ${tenant}) is shorter.`,
        ]
      : [],
  );

const adminErrors = ({ admin, environment }: ApiValues): string[] => {
  if ((admin.user === undefined) !== (admin.password === undefined)) {
    const [given, missing] = admin.user === undefined ? ['PASSWORD', 'USER'] : ['USER', 'PASSWORD'];
    return [`MILLRACE_ADMIN_${given} is set without MILLRACE_ADMIN_${missing}; Bull Board needs both, or neither to be off.`];
  }
  const short = (admin.password?.reveal().length ?? minPasswordLength) < minPasswordLength;
  return short && environment.nodeEnv === 'production'
    ? [`MILLRACE_ADMIN_PASSWORD must have at least ${minPasswordLength} characters in production.`]
    : [];
};

const retentionErrors = ({ retention, ceilings: { maxResultTtlSeconds } }: ApiValues): string[] => {
  const { resultTtlSeconds, tombstoneTtlSeconds, finishBySeconds } = retention;
  const result = `MILLRACE_RESULT_TTL_SECONDS (${resultTtlSeconds})`;
  const longest = `MILLRACE_MAX_RESULT_TTL_SECONDS (${maxResultTtlSeconds})`;
  const tombstone = `MILLRACE_TOMBSTONE_TTL_SECONDS (${tombstoneTtlSeconds})`;
  const longestGiven = maxResultTtlSeconds ?? tombstoneTtlSeconds;
  return [
    ...(resultTtlSeconds > tombstoneTtlSeconds ? [`${result} must not be above ${tombstone}.`] : []),
    ...(longestGiven > tombstoneTtlSeconds ? [`${longest} must not be above ${tombstone}.`] : []),
    ...(resultTtlSeconds > longestGiven && longestGiven < tombstoneTtlSeconds ? [`${result} must not be above ${longest}.`] : []),
    ...(finishBySeconds >= tombstoneTtlSeconds ? [`MILLRACE_FINISH_BY_SECONDS (${finishBySeconds}) must be below ${tombstone}.`] : []),
  ];
};

const shutdownErrors = ({ shutdown: { delaySeconds, graceSeconds } }: ApiValues): string[] =>
  delaySeconds > 0 && delaySeconds >= graceSeconds
    ? [
        `MILLRACE_SHUTDOWN_DELAY_SECONDS (${delaySeconds}) must be below MILLRACE_SHUTDOWN_GRACE_SECONDS (${graceSeconds}), of which it is a part.`,
      ]
    : [];

const served = Object.values(operations)
  .filter(({ access }) => access !== 'none')
  .map(({ method, path }) => `${method.toUpperCase()} ${path}`);

const routeLimitErrors = ({ limits }: ApiValues): string[] =>
  limits.routes
    .map(({ method, path }) => `${method} ${path}`)
    .filter((operation) => !served.includes(operation))
    .map((operation) => `MILLRACE_ROUTE_LIMITS names "${operation}", which is not served; these are: ${served.join(', ')}.`);

/** What is wrong with settings that are each right alone. */
export const apiConfigErrors = (values: ApiValues): readonly string[] => [
  ...(values.environment.nodeEnv === 'production' ? keyErrors(values) : []),
  ...adminErrors(values),
  ...retentionErrors(values),
  ...shutdownErrors(values),
  ...routeLimitErrors(values),
  ...(values.http.port !== 0 && values.http.port === values.metrics.port && values.http.host === values.metrics.host
    ? [`PORT and METRICS_PORT are both ${values.http.port}; give the metrics a port of their own.`]
    : []),
];

const environments = new Set(['production', 'development', 'test']);

/** What works but is seldom meant. */
export const apiConfigWarnings = ({ environment, apiKeys }: ApiValues): readonly string[] => [
  ...(environments.has(environment.nodeEnv)
    ? []
    : ['NODE_ENV is neither production, development nor test; only production turns the strict rules on.']),
  ...(apiKeys.keys.length === 0 ? ['MILLRACE_API_KEYS is empty: only keys kept in Redis can call.'] : []),
];
