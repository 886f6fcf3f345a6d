import type { ModelList, Route } from '@millrace/contracts';
import type { Clock } from '@millrace/runtime';
import type { RunOperation } from '../../http/operation-call.js';

export interface ListModelsOptions {
  readonly models: { readonly defaultModel: string; readonly routes: readonly Route[] };
  readonly clock: Clock;
}

/** `GET /v1/models`: the default model first; `created` is when this process learned of it. */
export const createListModels = ({ models, clock }: ListModelsOptions): RunOperation => {
  const created = Math.floor(clock() / 1000);
  const names = new Set([models.defaultModel, ...models.routes.map(({ model }) => model)]);
  const body: ModelList = { object: 'list', data: [...names].map((id) => ({ id, object: 'model', created, owned_by: 'millrace' })) };
  return () => ({ status: 200, body });
};
