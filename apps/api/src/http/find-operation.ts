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

/**
 * Finds the operation of a request whose path is written as the documentation writes it, without a search through all routes.
 * Other spellings, such as with a query or an escape, are not found here and left to Express, which knows them all.
 */
export const createFindOperation = (routes: readonly Route[]): FindOperation => {
  const fixed = new Map<string, FoundOperation>();
  const parametrized = new Map<string, { readonly serve: ServeRoute; readonly name: string }>();
  for (const { operation, serve } of routes) {
    const method = operation.method.toUpperCase();
    const [, before, name, after = ''] = oneParameter.exec(operation.path) ?? [];
    if (name) parametrized.set(`${method} ${before}{}${after}`, { serve, name });
    else fixed.set(`${method} ${operation.path}`, { serve, parameters: withoutParameters });
  }

  /** With the parameter between these two places of the path. */
  const findAt = (method: string | undefined, url: string, from: number, to: number): FoundOperation | undefined => {
    const route = parametrized.get(`${method} ${url.slice(0, from)}{}${url.slice(to)}`);
    const value = url.slice(from, to);
    return route && plain.test(value) ? { serve: route.serve, parameters: { [route.name]: value } } : undefined;
  };
  return ({ method, url = '' }) => {
    const lastSlash = url.lastIndexOf('/');
    return (
      fixed.get(`${method} ${url}`) ??
      findAt(method, url, lastSlash + 1, url.length) ??
      findAt(method, url, url.lastIndexOf('/', lastSlash - 1) + 1, lastSlash)
    );
  };
};
