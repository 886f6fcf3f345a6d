import { type Cluster, type Provider, type Settings, type StartProviderOptions, startCluster, startProvider } from '@millrace/testing';
import { type DeploymentEntry, type ModelsToWrite, writeModels } from './models-file.js';

/** A deployment at a provider of its own, which is asked with the credential of the same name. */
export interface ServedBy {
  readonly name: string;
  readonly provider?: StartProviderOptions;
  /** Default 1. */
  readonly tier?: number;
  /** What the models file says of the deployment besides. */
  readonly says?: Readonly<Record<string, unknown>>;
}

export interface StartServedOptions {
  readonly by: readonly ServedBy[];
  readonly workers?: number;
  readonly env?: Settings;
}

export interface Served {
  readonly cluster: Cluster;
  /** By the name of the deployment. Its secret is `sk-<name>`. */
  provider(name: string): Provider;
  /** Writes the models file anew, by default as it was; what it says of a deployment may be more. */
  write(says?: Readonly<Record<string, unknown>>): void;
  /** Writes something that is no models file. */
  breakFile(): void;
  stop(): Promise<void>;
}

const modelsOf = (by: readonly ServedBy[], urlOf: (name: string) => string): ModelsToWrite => {
  const tiers: DeploymentEntry[][] = [];
  for (const { name, tier = 1, says = {} } of by) {
    const entry = { name, base_url: urlOf(name), credential: name, ...says };
    tiers[tier - 1] = [...(tiers[tier - 1] ?? []), entry];
  }
  return { credentials: Object.fromEntries(by.map(({ name }) => [name, { secret: `sk-${name}` }])), tiers };
};

/** Starts a provider for each deployment and a cluster that knows them from a models file. */
export const startServed = async ({ by, workers = 1, env = {} }: StartServedOptions): Promise<Served> => {
  const providers = new Map<string, Provider>();
  for (const { name, provider = {} } of by) providers.set(name, await startProvider(provider));
  const provider = (name: string): Provider => providers.get(name) as Provider;
  const contents = (says: Readonly<Record<string, unknown>> = {}) =>
    modelsOf(
      by.map((one) => ({ ...one, says: { ...one.says, ...says } })),
      (name) => provider(name).url,
    );
  const models = writeModels(contents());
  const closeAll = async (): Promise<void> => {
    models.remove();
    await Promise.all([...providers.values()].map((each) => each.close()));
  };
  try {
    const cluster = await startCluster({ workers, env: { ...models.env, ...env } });
    const stop = async (): Promise<void> => {
      await cluster.stop();
      await closeAll();
    };
    return { cluster, provider, write: (says) => models.write(contents(says)), breakFile: models.breakFile, stop };
  } catch (error) {
    await closeAll();
    throw error;
  }
};
