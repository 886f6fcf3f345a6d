import type { Route } from '@millrace/contracts';
import { HttpProblem } from '../../http/http-problem.js';

const mostListed = 20;

/** Finds the route of the model asked for, or of the default one; an unknown model is refused with the known ones. */
export const createFindRoute = (models: {
  readonly defaultModel: string;
  readonly routes: readonly Route[];
}): ((model: string | undefined) => Route) => {
  const byModel = new Map(models.routes.map((route) => [route.model, route]));
  const names = models.routes.slice(0, mostListed).map(({ model }) => `"${model}"`);
  const more = models.routes.length > mostListed ? ' and others, see GET /v1/models' : '';
  const detail = `This installation serves ${names.join(', ')}${more}.`;
  return (model = models.defaultModel) => {
    const route = byModel.get(model);
    if (!route) throw new HttpProblem('unknown_model', { detail, errors: [{ pointer: '/model', detail: 'is not served here' }] });
    return route;
  };
};
