import type { ModelRoute } from '@millrace/config';

interface ServedRoutes {
  readonly served: readonly ModelRoute[];
  readonly mistakes: readonly string[];
}

/** The routes that a worker is told to serve: all, or those whose models are named; `file` is the models file, if there is one. */
export const servedRoutes = (asked: readonly string[], routes: readonly ModelRoute[], file?: string): ServedRoutes => {
  if (asked.length === 0) return { served: [], mistakes: ['MILLRACE_ROUTES (or --routes) names no model; name some, or write all.'] };
  if (asked.includes('all')) return { served: routes, mistakes: [] };
  const unknown = asked.filter((name) => !routes.some(({ model }) => model === name));
  const known = routes.map(({ model }) => model).join(', ');
  return {
    served: routes.filter(({ model }) => asked.includes(model)),
    mistakes: unknown.map(
      (name) =>
        `MILLRACE_ROUTES (or --routes) names the model "${name}", which is not among ${file === undefined ? 'MODEL_NAME and MILLRACE_MODELS' : `those of ${file}`} (${known}).`,
    ),
  };
};
