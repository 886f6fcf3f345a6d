import { z } from 'zod';
import { baseUrl, deploymentName, name, number, oneOfWords, section, slug, text, whole } from './models-file-schemas.js';

const limits = {
  requests_per_minute: whole('requests', 1, 1_000_000_000).optional().describe('Calls in any minute; absent: no limit that is known.'),
  tokens_per_minute: whole('tokens', 1, 1_000_000_000_000).optional().describe('Tokens in any minute, read and written together.'),
  max_in_flight: whole('calls', 1, 1_000_000).optional().describe('Calls at a time, over all workers.'),
};

/** At most a day: a timer cannot take much more. */
const milliseconds = () => whole('milliseconds', 1, 86_400_000).optional();

const timeouts = section({
  connect_ms: milliseconds().describe('Until connected; absent: `MILLRACE_CONNECT_TIMEOUT_MS`.'),
  first_byte_ms: milliseconds().describe('Until the first byte of the answer; absent: `MILLRACE_FIRST_BYTE_TIMEOUT_MS`.'),
  idle_ms: milliseconds().describe('Between two pieces of the answer; absent: `MILLRACE_IDLE_TIMEOUT_MS`.'),
  total_ms: milliseconds().describe('For the whole call; absent: `MILLRACE_TOTAL_TIMEOUT_MS`.'),
});

const perMillion = () => number('must be US dollars for a million tokens, from 0 to 1000000', { min: 0, max: 1_000_000 });

const price = section({
  input_per_million: perMillion().describe('US dollars for a million tokens of the question.'),
  cached_input_per_million: perMillion().optional().describe('The same for those the provider had cached; absent: as `input_per_million`.'),
  output_per_million: perMillion().describe('US dollars for a million tokens of the answer.'),
});

const parameter = text(
  /^(?!model$|messages$|stream$)[a-z][a-z0-9_]{0,63}$/,
  'must be the name of a request parameter that can be left out, such as temperature',
);

const deployment = section({
  name: deploymentName.describe('Unique in the file: names its limits, its metrics and who answered.'),
  base_url: baseUrl.describe('Where `/chat/completions` is served, usually ending in `/v1`; without a query, which `query` is for.'),
  query: z
    .record(z.string(), z.string({ error: 'must be a text; put quotes around a number' }), {
      error: 'must be a mapping of names and texts, such as {api-version: "2024-10-21"}',
    })
    .optional()
    .describe("Appended to each URL, such as Azure's `api-version`."),
  credential: name.optional().describe('One of `credentials`; absent for a server that wants none.'),
  authentication: oneOfWords(['bearer', 'api-key'])
    .optional()
    .describe('How the credential travels: `Authorization: Bearer …` (the default) or `api-key: …`.'),
  model: z
    .string({ error: 'must be the name the upstream knows the model by' })
    .regex(/^\S{1,256}$/, { error: 'must be the name the upstream knows the model by, without spaces' })
    .optional()
    .describe('The name the upstream knows the model by; absent: the name that was asked for.'),
  ...limits,
  weight: number('must be a number above 0 and not above 1000000', { above: 0, max: 1_000_000 })
    .optional()
    .describe('Its share beside the others of its tier; absent: 1.'),
  timeouts: timeouts.optional(),
  price: price.optional().describe('Absent: unknown, which is not free.'),
  max_tokens_parameter: oneOfWords(['auto', 'max_completion_tokens', 'max_tokens'])
    .optional()
    .describe('What the upstream calls the most tokens of an answer; absent: `auto`.'),
  unsupported_parameters: z
    .array(parameter, { error: 'must be a list of names of request parameters, such as [temperature]' })
    .optional()
    .describe('Request parameters this upstream refuses; they are left out.'),
  context_length: whole('tokens', 1, 1_000_000_000).optional().describe('Most tokens of question and answer together; absent: not known.'),
});

const tier = z.array(deployment, { error: 'must be a list of deployments' }).min(1, { error: 'must not be empty: name a deployment' });

const route = section({
  model: text(/^[^\s,]{1,200}$/, 'must be one model name of at most 200 characters without spaces and commas, or a pattern with one *')
    .refine((model) => model.split('*').length <= 2, 'must have one * at most')
    .describe('The name callers ask for, or a pattern with one `*`, such as `gpt-*`, which passes the name asked for through.'),
  slug: slug.optional().describe('Names its queue and labels its metrics; absent: made of `model`.'),
  spill_after_seconds: number('must be seconds, from 0 to 86400', { min: 0, max: 86_400 })
    .optional()
    .describe('How long a tier may have no room before work goes to the next one; 0: at once; absent: never.'),
  deployments: tier.optional().describe('One tier: short for `tiers` with one list. Give this or `tiers`.'),
  tiers: z
    .array(tier, { error: 'must be a list of tiers, each a list of deployments' })
    .min(1, { error: 'must not be empty: name a tier' })
    .optional()
    .describe('Lists of deployments in the order in which they are asked: a later one is for when an earlier one is down, or spills.'),
});

const keyWanted = 'must say where the secret is, as env:NAME or file:/path; a secret itself does not belong in this file';

/** Where a secret is. */
export const secretReference = text(/^(env:[A-Za-z_][A-Za-z0-9_]*|file:\S(.*\S)?)$/, keyWanted).describe(
  'Where the secret is: `env:NAME`, or `file:PATH` (relative to this file). The secret itself does not belong here.',
);

const credential = section({
  key: secretReference,
  ...limits,
});

/** The models file. Each message continues a sentence that begins with the key's name. */
export const modelsFile = section({
  default_model: z
    .string({ error: 'must be the name of one model' })
    .optional()
    .describe('What a task without a model asks for; absent: the first route that is no pattern.'),
  defaults: section({ timeouts: timeouts.optional() }).optional().describe('For deployments that do not say.'),
  credentials: z
    .record(name, credential, { error: 'must be a mapping of names to credentials' })
    .optional()
    .describe('Upstream secrets by name; deployments with the same one share its limits.'),
  routes: z.array(route, { error: 'must be a list of routes' }).min(1, { error: 'must not be empty: name a route' }),
});

export type ModelsFile = z.infer<typeof modelsFile>;
export type RouteEntry = ModelsFile['routes'][number];
export type DeploymentEntry = z.infer<typeof deployment>;
export type CredentialEntry = z.infer<typeof credential>;
export type TimeoutsEntry = z.infer<typeof timeouts>;
