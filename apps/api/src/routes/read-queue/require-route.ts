import type { Route } from '@millrace/contracts';
import { HttpProblem } from '../../http/http-problem.js';
import type { OperationCall } from '../../http/operation-call.js';

/** The route in the path, by its slug; throws `unknown_route` (404). */
export type RequireRoute = (call: Pick<OperationCall<unknown>, 'parameters'>) => Route;

export const createRequireRoute = ({ routes }: { readonly routes: readonly Route[] }): RequireRoute => {
  const bySlug = new Map(routes.map((route) => [route.slug, route]));
  return ({ parameters }) => {
    const route = bySlug.get(parameters.route ?? '');
    if (!route) throw new HttpProblem('unknown_route');
    return route;
  };
};
