import type { ModelList } from '@millrace/contracts';
import type { Clock } from '@millrace/runtime';
import type { RunOperation } from '../../http/operation-call.js';
import type { ServedModels } from '../../served-models.js';

export interface ListModelsOptions {
  readonly models: Pick<ServedModels, 'defaultModel' | 'routes'>;
  readonly clock: Clock;
}

/** `GET /v1/models`: the default model first; `created` is when this process learned of it. */
export const createListModels = ({ models, clock }: ListModelsOptions): RunOperation => {
  const since = new Map<string, number>();
  const created = (id: string): number => {
    const known = since.get(id) ?? Math.floor(clock() / 1000);
    since.set(id, known);
    return known;
  };
  for (const { model } of models.routes) created(model);
  return () => {
    const names = new Set([models.defaultModel, ...models.routes.map(({ model }) => model)]);
    const data = [...names].map((id) => ({ id, object: 'model' as const, created: created(id), owned_by: 'millrace' as const }));
    const body: ModelList = { object: 'list', data };
    return { status: 200, body };
  };
};
