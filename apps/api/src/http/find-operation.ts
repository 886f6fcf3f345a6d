import type { IncomingMessage } from 'node:http';
import type { Route, ServeRoute } from '../routes/route.js';

export interface FoundOperation {
  readonly serve: ServeRoute;
  readonly parameters: Readonly<Record<string, string>>;
}

export type FindOperation = (request: IncomingMessage) => FoundOperation | undefined;

const withoutParameters = {};
const oneParameter = /^(.*\/)\{(\w+)\}(\/\w+)?$/;
const plain = /^[\w-]+$/;

/** Where in a path its parameter begins and ends. */
type Place = readonly [from: number, to: number];

const pathWith = (url: string, [from, to]: Place): string => `${url.slice(0, from)}{}${url.slice(to)}`;

/**
 * Finds the operation of a request whose path is written as the documentation writes it, without a search through all routes.
 * Other spellings, such as with a query or an escape, are not found here and left to Express, which knows them all.
 */
export const createFindOperation = (routes: readonly Route[]): FindOperation => {
  const fixed = new Map<string, FoundOperation>();
  /** Written with `{}` for a parameter. */
  const paths = new Set<string>();
  const parametrized = new Map<string, { readonly serve: ServeRoute; readonly name: string }>();
  for (const { operation, serve } of routes) {
    const method = operation.method.toUpperCase();
    const [, before, name, after = ''] = oneParameter.exec(operation.path) ?? [];
    const path = name ? `${before}{}${after}` : operation.path;
    paths.add(path);
    if (name) parametrized.set(`${method} ${path}`, { serve, name });
    else fixed.set(`${method} ${operation.path}`, { serve, parameters: withoutParameters });
  }

  /** With the parameter between these two places of the path. */
  const findAt = (method: string | undefined, url: string, [from, to]: Place): FoundOperation | undefined => {
    const route = parametrized.get(`${method} ${pathWith(url, [from, to])}`);
    const value = url.slice(from, to);
    return route && plain.test(value) ? { serve: route.serve, parameters: { [route.name]: value } } : undefined;
  };
  return ({ method, url = '' }) => {
    const found = fixed.get(`${method} ${url}`);
    // A path that is served, but not with this method, is none with a parameter.
    if (found || paths.has(url)) return found;
    const lastSlash = url.lastIndexOf('/');
    const last: Place = [lastSlash + 1, url.length];
    const foundAtLast = findAt(method, url, last);
    if (foundAtLast || paths.has(pathWith(url, last))) return foundAtLast;
    return findAt(method, url, [url.lastIndexOf('/', lastSlash - 1) + 1, lastSlash]);
  };
};
