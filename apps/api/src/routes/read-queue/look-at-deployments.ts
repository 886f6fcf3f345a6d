import type { DeploymentStatus, ReadProviders } from '@millrace/tasks';
import type { ServedRoute } from '../../served-models.js';

/** How those stand who serve these routes, by name. */
export const lookAtDeployments = async (
  readProviders: ReadProviders,
  routes: readonly ServedRoute[],
): Promise<ReadonlyMap<string, DeploymentStatus>> => {
  const { deployments } = await readProviders(routes.flatMap(({ tiers = [] }) => tiers.flat()));
  return new Map(deployments.map((deployment) => [deployment.name, deployment]));
};
