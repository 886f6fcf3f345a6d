import type { Deployment, ModelRoute } from '@millrace/config';
import type { DeploymentClient, LlmClients, LlmDeployment } from '@millrace/llm';
import { type Candidates, candidatesOf } from '@millrace/tasks';

/** Who serves a route: what an attempt chooses from when it begins, and keeps to until it ends, whatever is reloaded meanwhile. */
export interface Serving {
  readonly candidates: Candidates;
  readonly deployments: readonly Deployment[];
  /** The deployment of this name, which `begin` chose. */
  deployment(name: string): Deployment | undefined;
}

export interface ClientOfOptions {
  readonly clients: Pick<LlmClients, 'of'>;
  /** What is sent when a task does not say. */
  readonly defaults: { readonly maxTokens: number; readonly temperature: number | undefined };
}

/** How a deployment of the models file is asked. */
export const llmDeploymentOf = (deployment: Deployment, { maxTokens, temperature }: ClientOfOptions['defaults']): LlmDeployment => {
  const { name, baseUrl, query, credential, authentication, upstreamModel, maxTokensParameter, unsupportedParameters, timeouts } =
    deployment;
  return {
    deployment: name,
    baseUrl,
    query,
    apiKey: credential?.secret.reveal(),
    authentication,
    upstreamModel,
    maxTokensParameter,
    unsupportedParameters,
    defaultMaxTokens: maxTokens,
    defaultTemperature: temperature,
    timeouts,
  };
};

/** The client of a deployment, found without looking at its description again. */
export const createClientOf = ({ clients, defaults }: ClientOfOptions): ((deployment: Deployment) => DeploymentClient) => {
  const known = new WeakMap<Deployment, DeploymentClient>();
  return (deployment) => {
    const client = known.get(deployment) ?? clients.of(llmDeploymentOf(deployment, defaults));
    known.set(deployment, client);
    return client;
  };
};

/** What serves a route, made once for as long as its description stays the same object. */
export const createServing = (): ((route: Pick<ModelRoute, 'tiers' | 'spillAfterMs'>) => Serving) => {
  const known = new WeakMap<object, Serving>();
  return (route) => {
    const serving = known.get(route) ?? servingOf(route);
    known.set(route, serving);
    return serving;
  };
};

const servingOf = (route: Pick<ModelRoute, 'tiers' | 'spillAfterMs'>): Serving => {
  const deployments = route.tiers.flat();
  const byName = new Map(deployments.map((deployment) => [deployment.name, deployment]));
  return { candidates: candidatesOf(route), deployments, deployment: (name) => byName.get(name) };
};
