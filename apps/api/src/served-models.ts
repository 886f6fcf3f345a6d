import type { Deployment, LiveModels } from '@millrace/config';
import type { Route } from '@millrace/contracts';

/** What can be asked for at this moment; look at each use, for a reload replaces it. */
export interface ServedModels {
  /** What a task without a model asks for. */
  readonly defaultModel: string;
  readonly routes: readonly ServedRoute[];
  /** Those, and any that were taken out of the configuration since this process began: their tasks may still be there. */
  readonly known: readonly ServedRoute[];
}

export interface ServedRoute extends Route {
  /** `model` is a pattern such as `gpt-*`. */
  readonly isPattern?: boolean;
  /** Who serves it; absent once it was taken out of the configuration. */
  readonly tiers?: readonly (readonly Deployment[])[];
}

export const createServedModels = (live: LiveModels): ServedModels => {
  const known = new Map<string, Route>();
  const learn = ({ routes }: { readonly routes: readonly Route[] }): void => {
    for (const route of routes) known.set(route.slug, route);
  };
  learn(live.current());
  live.onChange(learn);
  return {
    get defaultModel() {
      return live.current().defaultModel;
    },
    get routes() {
      return live.current().routes;
    },
    get known() {
      const { routes } = live.current();
      return [...routes, ...[...known.values()].filter(({ slug }) => !routes.some((route) => route.slug === slug))];
    },
  };
};
