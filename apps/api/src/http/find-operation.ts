import type { IncomingMessage } from 'node:http';
import type { Route, ServeRoute } from '../routes/route.js';

export interface FoundOperation {
  readonly serve: ServeRoute;
  readonly parameters: Readonly<Record<string, string>>;
}

export type FindOperation = (request: IncomingMessage) => FoundOperation | undefined;

const withoutParameters = {};
const oneParameterAtTheEnd = /^(.*\/)\{(\w+)\}$/;
const plain = /^[\w-]+$/;

/**
 * Finds the operation of a request whose path is written as the documentation writes it, without a search through all routes.
 * Other spellings, such as with a query or an escape, are not found here and left to Express, which knows them all.
 */
export const createFindOperation = (routes: readonly Route[]): FindOperation => {
  const fixed = new Map<string, FoundOperation>();
  const parametrized = new Map<string, { readonly serve: ServeRoute; readonly name: string }>();
  for (const { operation, serve } of routes) {
    const method = operation.method.toUpperCase();
    const [, prefix, name] = oneParameterAtTheEnd.exec(operation.path) ?? [];
    if (name) parametrized.set(`${method} ${prefix}`, { serve, name });
    else fixed.set(`${method} ${operation.path}`, { serve, parameters: withoutParameters });
  }
  return ({ method, url = '' }) => {
    const found = fixed.get(`${method} ${url}`);
    if (found) return found;
    const cut = url.lastIndexOf('/') + 1;
    const route = parametrized.get(`${method} ${url.slice(0, cut)}`);
    const value = url.slice(cut);
    return route && plain.test(value) ? { serve: route.serve, parameters: { [route.name]: value } } : undefined;
  };
};
