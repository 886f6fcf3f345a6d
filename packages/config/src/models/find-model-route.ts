import { matchesPattern } from './model-pattern.js';
import type { ModelRoute } from './models.js';

type Named = Pick<ModelRoute, 'model' | 'isPattern'>;

/** The route that serves a model: an exact name goes before any pattern, a longer pattern before a shorter one. */
export const findModelRoute = <Route extends Named>(routes: readonly Route[], model: string): Route | undefined =>
  routes.find((route) => !route.isPattern && route.model === model) ??
  routes
    .filter((route) => route.isPattern && matchesPattern(route.model, model))
    .reduce<Route | undefined>((longest, route) => (longest && longest.model.length >= route.model.length ? longest : route), undefined);
