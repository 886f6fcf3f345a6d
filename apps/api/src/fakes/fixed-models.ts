import type { ServedModels, ServedRoute } from '../served-models.js';

/** Models that no reload replaces. */
export const fixedModels = (defaultModel: string, routes: readonly ServedRoute[]): ServedModels => ({
  defaultModel,
  routes,
  known: routes,
});
