import type { Route } from '@millrace/contracts';

/** What names the queue of a model; empty for a name without letters and digits, unless it is the pattern of every name. */
export const slugOf = (model: string): string =>
  model === '*'
    ? 'any'
    : model
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '');
interface RoutesAndMistakes {
  readonly routes: readonly Route[];
  readonly mistakes: readonly string[];
}

/** The route of each model name, a name given twice counting once; two names with one slug are a mistake, as is a name without letters or digits. */
export const routesOf = (models: readonly string[]): RoutesAndMistakes => {
  const bySlug = new Map<string, Route>();
  const mistakes: string[] = [];
  for (const model of new Set(models)) {
    const slug = slugOf(model);
    const other = bySlug.get(slug);
    if (slug === '') mistakes.push(`The model name "${model}" has no letter or digit, so no queue can be named after it.`);
    else if (other === undefined) bySlug.set(slug, { slug, model });
    else
      mistakes.push(
        `The models "${other.model}" and "${model}" would share the queue name "${slug}"; rename or drop one of them in MODEL_NAME or MILLRACE_MODELS.`,
      );
  }
  return { routes: [...bySlug.values()], mistakes };
};
