import type { Clock } from '@millrace/runtime';
import { createLlmClient } from './create-llm-client.js';
import { deploymentDigest } from './deployment-digest.js';
import type { LlmClient } from './llm-client.js';
import type { LlmDeployment } from './llm-deployment.js';

export interface LlmClientsOptions {
  /** Most sockets held open to one deployment, asked as its pool is made; as many as there are calls at a time, or calls wait for one another. */
  readonly connections: () => number;
  /** For times that providers give as dates. */
  readonly clock?: Clock;
}

/** Its sockets are closed by those who own them. */
export type DeploymentClient = Omit<LlmClient, 'close'>;

/** A client for each deployment that is asked, with a pool of connections of its own. */
export interface LlmClients {
  /** The client of a deployment; the same pool for as long as its description says the same, however often it is read anew. Opens nothing. */
  of(deployment: LlmDeployment): DeploymentClient;
  /** Closes the pools of all deployments but these, each once its last call has ended. For after a reload. */
  keepOnly(deployments: readonly LlmDeployment[]): void;
  /** Closes all sockets; calls still running fail, and so do later ones. Safe to call twice. */
  close(): Promise<void>;
}

/** The pool behind the clients of one description. */
interface Pool {
  readonly client: LlmClient;
  calls: number;
  retired: boolean;
}

/** Makes clients on first use, and keeps them by what their descriptions say. */
export const createLlmClients = (options: LlmClientsOptions): LlmClients => {
  const pools = new Map<string, Pool>();
  const clients = new Map<string, DeploymentClient>();
  const retired = new Set<Pool>();
  let closing: Promise<void> | undefined;

  const poolOf = (digest: string, deployment: LlmDeployment): Pool => {
    const pool = pools.get(digest) ?? {
      client: createLlmClient({ ...options, ...deployment, connections: options.connections() }),
      calls: 0,
      retired: false,
    };
    pools.set(digest, pool);
    if (closing !== undefined) void pool.client.close();
    return pool;
  };
  const closeIfDone = (pool: Pool): void => {
    if (!pool.retired || pool.calls > 0) return;
    retired.delete(pool);
    void pool.client.close();
  };
  const retire = (pool: Pool): void => {
    pool.retired = true;
    retired.add(pool);
    closeIfDone(pool);
  };
  /** Looks its pool up at each call, so that a client that outlives a reload still works. */
  const clientOf = (digest: string, deployment: LlmDeployment): DeploymentClient => ({
    deployment: deployment.deployment,
    complete: async (request, completeOptions) => {
      const pool = poolOf(digest, deployment);
      pool.calls += 1;
      try {
        return await pool.client.complete(request, completeOptions);
      } finally {
        pool.calls -= 1;
        closeIfDone(pool);
      }
    },
  });
  return {
    of: (deployment) => {
      const digest = deploymentDigest(deployment);
      const client = clients.get(digest) ?? clientOf(digest, deployment);
      clients.set(digest, client);
      return client;
    },
    keepOnly: (deployments) => {
      const kept = new Set(deployments.map(deploymentDigest));
      for (const digest of clients.keys()) if (!kept.has(digest)) clients.delete(digest);
      for (const [digest, pool] of pools) {
        if (kept.has(digest)) continue;
        pools.delete(digest);
        retire(pool);
      }
    },
    close: () => {
      closing ??= Promise.all([...pools.values(), ...retired].map(({ client }) => client.close())).then(() => {});
      return closing;
    },
  };
};
