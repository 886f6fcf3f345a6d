import { namedSecrets, namedTexts } from '../named-texts.js';
import { decimal } from '../number-schemas.js';
import { setting } from '../setting.js';
import { anyText, oneOf } from '../text-schemas.js';
import { httpUrlSchema } from '../url-schemas.js';

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** The names and meanings are OpenTelemetry's own. */
export const tracingFragment = {
  endpoint: setting({
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    schema: httpUrlSchema,
    describe: 'Where spans of OpenTelemetry are sent, over HTTP, below `/v1/traces`; without it nothing is traced.',
    whenToChange: 'To follow tasks from the request through the queue to the call, such as `http://127.0.0.1:4318`.',
    defaultShown: 'unset: no tracing',
  }),
  tracesEndpoint: setting({
    env: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    schema: httpUrlSchema,
    describe: 'The whole URL that spans are sent to; goes before `OTEL_EXPORTER_OTLP_ENDPOINT`.',
    whenToChange: 'When the receiver has another path than `/v1/traces`.',
    defaultShown: 'unset',
  }),
  headers: setting({
    env: 'OTEL_EXPORTER_OTLP_HEADERS',
    schema: namedSecrets,
    describe: 'Headers sent with the spans, as a comma list of `name=value`, values percent-encoded.',
    whenToChange: 'When the receiver wants a key.',
    defaultShown: 'unset',
    secret: true,
  }),
  serviceName: setting({
    env: 'OTEL_SERVICE_NAME',
    schema: anyText,
    describe: 'The `service.name` of the spans.',
    whenToChange: 'When several installations send to one place.',
    defaultShown: '`millrace-api` and `millrace-worker`',
  }),
  resource: setting({
    env: 'OTEL_RESOURCE_ATTRIBUTES',
    schema: namedTexts,
    describe: 'What else describes the process in its spans, as a comma list of `name=value`, values percent-encoded.',
    whenToChange: 'To tell environments apart, such as `deployment.environment.name=staging`.',
    default: '',
  }),
  sampler: setting({
    env: 'OTEL_TRACES_SAMPLER',
    schema: oneOf(samplers),
    describe: 'Which traces are kept; the `parentbased_` ones keep to what the caller decided.',
    whenToChange: 'When there are too many spans: `parentbased_traceidratio` with a ratio.',
    default: 'parentbased_always_on',
  }),
  samplerRatio: setting({
    env: 'OTEL_TRACES_SAMPLER_ARG',
    schema: decimal({ min: 0, max: 1 }),
    describe: 'The share of traces kept by the samplers with a ratio, from 0 to 1.',
    whenToChange: 'With `traceidratio` and `parentbased_traceidratio`.',
    default: '1',
  }),
};
