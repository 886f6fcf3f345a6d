import { modelList } from '../model-list.js';
import type { Operation } from '../operation.js';

/** What can be asked for. */
export const modelOperations = {
  listModels: {
    id: 'listModels',
    method: 'get',
    path: '/v1/models',
    tag: 'Models',
    summary: 'List the models',
    description: "The models that can be asked for, in the shape of OpenAI's API; the first one is the default.",
    access: 'key',
    scope: 'tasks',
    responses: { 200: { description: 'The models.', schema: modelList } },
    problems: [],
  },
} as const satisfies Record<string, Operation>;
