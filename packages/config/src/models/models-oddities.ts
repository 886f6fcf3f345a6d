import type { Deployment } from './deployment.js';
import type { Models } from './models.js';
import { shownName } from './shown-name.js';

const localHost = /^(localhost|127\..*|\[::1\])$/;

const timeoutNames = { connectMs: 'connect_ms', firstByteMs: 'first_byte_ms', idleMs: 'idle_ms' } as const;

/** What works in a models file but is seldom meant; `declared` are the names under `credentials`. */
export const modelsOddities = ({ routes }: Models, declared: readonly string[]): readonly string[] => {
  const deployments = routes.flatMap(({ tiers }) => tiers.flat());
  const used = new Set(deployments.map(({ credential }) => credential?.name));
  return [
    ...declared.filter((name) => !used.has(name)).map((name) => `The credential ${shownName(name)} is used by no deployment.`),
    ...routes.flatMap(({ model, tiers, spillAfterMs }) =>
      spillAfterMs !== undefined && tiers.length === 1
        ? [`The route ${shownName(model)} has one tier, so its spill_after_seconds does nothing.`]
        : [],
    ),
    ...deployments.flatMap(oddities),
  ];
};

const oddities = ({ name, baseUrl, credential, timeouts }: Deployment): readonly string[] => [
  ...(credential && baseUrl.startsWith('http://') && !localHost.test(new URL(baseUrl).hostname)
    ? [`The deployment ${shownName(name)} is asked over http, so its key and all prompts travel unencrypted.`]
    : []),
  ...(['connectMs', 'firstByteMs', 'idleMs'] as const)
    .filter((timeout) => timeouts[timeout] > timeouts.totalMs)
    .map(
      (timeout) =>
        `The ${timeoutNames[timeout]} of the deployment ${shownName(name)} (${timeouts[timeout]}) is above its total_ms (${timeouts.totalMs}) and never comes about.`,
    ),
];
