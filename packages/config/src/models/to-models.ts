import { slugOf } from '../route.js';
import { secret } from '../secret.js';
import type { CallLimits, CallTimeouts, Credential, Deployment, Price } from './deployment.js';
import { fingerprintOf } from './fingerprint-of.js';
import { isPattern } from './model-pattern.js';
import type { ModelRoute, Models } from './models.js';
import type { CredentialEntry, DeploymentEntry, ModelsFile, RouteEntry, TimeoutsEntry } from './models-file.js';
import type { ReadSecret } from './read-secret.js';

export interface ToModelsOptions {
  /** Each credential's secret by its name; one that is not there is empty. */
  readonly secrets: ReadonlyMap<string, ReadSecret>;
  /** For what neither a deployment nor `defaults` says. */
  readonly timeouts: CallTimeouts;
}

/** The models of a file without mistakes. */
export const toModels = (file: ModelsFile, { secrets, timeouts }: ToModelsOptions): Models => {
  const credentials = new Map(
    Object.entries(file.credentials ?? {}).map(([name, entry]) => [name, toCredential(name, entry, secrets.get(name))]),
  );
  const context = { credentials, timeouts: withTimeouts(timeouts, file.defaults?.timeouts) };
  const routes = file.routes.map((route) => toRoute(route, context));
  const defaultModel = file.default_model ?? routes.find((route) => !route.isPattern)?.model ?? '';
  return { defaultModel, routes };
};

interface Context {
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly timeouts: CallTimeouts;
}

const toCredential = (name: string, entry: CredentialEntry, read: ReadSecret | undefined): Credential => {
  const known = read && 'secret' in read ? read.secret : secret('');
  return { name, secret: known, fingerprint: fingerprintOf(known.reveal()), limits: toLimits(entry) };
};

const toLimits = (entry: Pick<DeploymentEntry, 'requests_per_minute' | 'tokens_per_minute' | 'max_in_flight'>): CallLimits => ({
  ...(entry.requests_per_minute !== undefined && { requestsPerMinute: entry.requests_per_minute }),
  ...(entry.tokens_per_minute !== undefined && { tokensPerMinute: entry.tokens_per_minute }),
  ...(entry.max_in_flight !== undefined && { maxInFlight: entry.max_in_flight }),
});

const toRoute = (entry: RouteEntry, context: Context): ModelRoute => ({
  slug: entry.slug ?? slugOf(entry.model),
  model: entry.model,
  isPattern: isPattern(entry.model),
  tiers: (entry.tiers ?? [entry.deployments ?? []]).map((tier) => tier.map((deployment) => toDeployment(deployment, context))),
  ...(entry.spill_after_seconds !== undefined && { spillAfterMs: Math.round(entry.spill_after_seconds * 1000) }),
});

const toDeployment = (entry: DeploymentEntry, { credentials, timeouts }: Context): Deployment => {
  const credential = entry.credential === undefined ? undefined : credentials.get(entry.credential);
  return {
    name: entry.name,
    baseUrl: entry.base_url,
    query: entry.query ?? {},
    ...(credential && { credential }),
    authentication: entry.authentication ?? 'bearer',
    ...(entry.model !== undefined && { upstreamModel: entry.model }),
    limits: toLimits(entry),
    weight: entry.weight ?? 1,
    timeouts: withTimeouts(timeouts, entry.timeouts),
    ...(entry.price && { price: toPrice(entry.price) }),
    maxTokensParameter: entry.max_tokens_parameter ?? 'auto',
    unsupportedParameters: entry.unsupported_parameters ?? [],
    ...(entry.context_length !== undefined && { contextLength: entry.context_length }),
  };
};

const withTimeouts = (timeouts: CallTimeouts, entry: TimeoutsEntry = {}): CallTimeouts => ({
  connectMs: entry.connect_ms ?? timeouts.connectMs,
  firstByteMs: entry.first_byte_ms ?? timeouts.firstByteMs,
  idleMs: entry.idle_ms ?? timeouts.idleMs,
  totalMs: entry.total_ms ?? timeouts.totalMs,
});

const toPrice = (price: NonNullable<DeploymentEntry['price']>): Price => ({
  inputPerMillion: price.input_per_million,
  cachedInputPerMillion: price.cached_input_per_million ?? price.input_per_million,
  outputPerMillion: price.output_per_million,
});
