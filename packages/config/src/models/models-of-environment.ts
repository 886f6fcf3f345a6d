import { routesOf } from '../route.js';
import type { Secret } from '../secret.js';
import type { CallTimeouts, Credential, Deployment } from './deployment.js';
import { fingerprintOf } from './fingerprint-of.js';
import type { Models } from './models.js';

export interface EnvironmentModels {
  readonly models: { readonly defaultModel: string; readonly furtherModels: readonly string[] };
  readonly llm: {
    readonly baseUrl: string;
    /** Absent = the host of the base URL. */
    readonly deployment: string | undefined;
    readonly maxTokensParameter: Deployment['maxTokensParameter'];
    readonly apiKey?: Secret | undefined;
  };
  readonly timeouts: CallTimeouts;
}

interface ModelsAndMistakes {
  readonly models: Models;
  readonly mistakes: readonly string[];
}

/** What the environment says without a models file: one deployment, which serves every model named. */
export const modelsOfEnvironment = (values: EnvironmentModels): ModelsAndMistakes => {
  const { defaultModel, furtherModels } = values.models;
  const { routes, mistakes } = routesOf([defaultModel, ...furtherModels]);
  const tiers = [[deploymentOf(values)]];
  return { models: { defaultModel, routes: routes.map((route) => ({ ...route, isPattern: false, tiers })) }, mistakes };
};

const deploymentOf = ({ llm, timeouts }: EnvironmentModels): Deployment => ({
  name: llm.deployment ?? new URL(llm.baseUrl).host,
  baseUrl: llm.baseUrl,
  query: {},
  ...(llm.apiKey && { credential: credentialOf(llm.apiKey) }),
  authentication: 'bearer',
  limits: {},
  weight: 1,
  timeouts,
  maxTokensParameter: llm.maxTokensParameter,
  unsupportedParameters: [],
});

const credentialOf = (secret: Secret): Credential => ({
  name: 'openai-api-key',
  secret,
  fingerprint: fingerprintOf(secret.reveal()),
  limits: {},
});
