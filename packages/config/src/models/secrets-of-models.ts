import type { Models } from './models.js';

/** What must not be seen of models: the secret of each credential, once. */
export const secretsOfModels = ({ routes }: Models): readonly string[] => {
  const credentials = routes.flatMap(({ tiers }) => tiers.flat().flatMap(({ credential }) => credential ?? []));
  return [...new Set(credentials.map(({ secret }) => secret.reveal()))].filter((text) => text !== '');
};
