import { createHash } from 'node:crypto';
import type { LlmDeployment } from './llm-deployment.js';

/** Says whether two descriptions of a deployment say the same, without saying what: the secret among them is not kept twice. */
export const deploymentDigest = (deployment: LlmDeployment): string => {
  const known = digests.get(deployment);
  if (known !== undefined) return known;
  const digest = createHash('sha256')
    .update(JSON.stringify(inOrder(deployment)))
    .digest('base64url');
  digests.set(deployment, digest);
  return digest;
};

/** A description never changes: a reload makes new ones. */
const digests = new WeakMap<LlmDeployment, string>();

const inOrder = (value: object): unknown[] =>
  Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, field]) => [name, typeof field === 'object' && field !== null && !Array.isArray(field) ? inOrder(field) : field]);
