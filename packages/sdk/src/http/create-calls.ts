import type { SignalOptions } from '../signal-options.js';
import type { Api } from './create-api.js';
import { itemsOf, type Page } from './items-of.js';
import type { Request } from './request.js';

type Query = NonNullable<Request['query']>;

/** The few shapes that most calls have; a path is given in parts, which are encoded. */
export interface Calls {
  read<Body>(path: readonly string[], options: SignalOptions | undefined, query?: Query): Promise<Body>;
  /** A call that does the same when it is sent twice. */
  change<Body>(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: readonly string[],
    options: SignalOptions | undefined,
    body?: object,
  ): Promise<Body>;
  /** A call that would do something again when it is sent twice. */
  act<Body>(path: readonly string[], options: SignalOptions | undefined, body?: object): Promise<Body>;
  /** Everything from the page of this query on. */
  all<Item>(path: readonly string[], options: SignalOptions | undefined, query: Query): AsyncGenerator<Item, void, undefined>;
}

const joined = (path: readonly string[]): string => `/v1/${path.map(encodeURIComponent).join('/')}`;

export const createCalls = (api: Api): Calls => {
  const read: Calls['read'] = (path, { signal } = {}, query) => api.ask({ method: 'GET', path: joined(path), query, signal });
  return {
    read,
    change: (method, path, { signal } = {}, body) => api.ask({ method, path: joined(path), body, signal }),
    act: (path, { signal } = {}, body) => api.ask({ method: 'POST', path: joined(path), body, signal }, { repeatable: false }),
    all: <Item>(path: readonly string[], options: SignalOptions | undefined, query: Query) =>
      itemsOf((cursor) => read<Page<Item>>(path, options, cursor === undefined ? query : { ...query, cursor })),
  };
};
