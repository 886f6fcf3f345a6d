import { findModelRoute } from '@millrace/config';
import type { Route } from '@millrace/contracts';
import { HttpProblem } from '../../http/http-problem.js';
import type { ServedModels, ServedRoute } from '../../served-models.js';

const mostListed = 20;

/** Finds the route of the model asked for, or of the default one, under the name asked for; an unknown model is refused with the known ones. */
export const createFindRoute = (models: Pick<ServedModels, 'defaultModel' | 'routes'>): ((model: string | undefined) => Route) => {
  let index = indexOf(models.routes);
  return (model = models.defaultModel) => {
    if (index.routes !== models.routes) index = indexOf(models.routes);
    const route = index.exact.get(model) ?? findModelRoute(index.patterns, model);
    if (!route)
      throw new HttpProblem('unknown_model', {
        detail: served(index.routes),
        errors: [{ pointer: '/model', detail: 'is not served here' }],
      });
    return route.isPattern ? { slug: route.slug, model } : route;
  };
};

const indexOf = (routes: readonly ServedRoute[]) => ({
  routes,
  exact: new Map(routes.filter(({ isPattern }) => !isPattern).map((route) => [route.model, route])),
  patterns: routes.flatMap((route) => (route.isPattern ? [{ ...route, isPattern: true }] : [])),
});

const served = (routes: readonly Route[]): string => {
  const names = routes.slice(0, mostListed).map(({ model }) => `"${model}"`);
  const more = routes.length > mostListed ? ' and others, see GET /v1/models' : '';
  return `This installation serves ${names.join(', ')}${more}.`;
};
