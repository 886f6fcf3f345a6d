import { HttpProblem } from '../../http/http-problem.js';
import type { OperationCall } from '../../http/operation-call.js';
import type { ServedModels, ServedRoute } from '../../served-models.js';

/** The route in the path, by its slug; throws `unknown_route` (404). */
export type RequireRoute = (call: Pick<OperationCall<unknown>, 'parameters'>) => ServedRoute;

export const createRequireRoute = (models: Pick<ServedModels, 'known'>): RequireRoute => {
  return ({ parameters }) => {
    const route = models.known.find(({ slug }) => slug === parameters.route);
    if (!route) throw new HttpProblem('unknown_route');
    return route;
  };
};
