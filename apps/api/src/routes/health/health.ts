import { operations } from '@millrace/contracts';
import { answerJson } from '../../http/answer.js';
import { contextOf } from '../../http/request-context.js';
import type { Route } from '../route.js';
import type { Readiness } from './readiness.js';

/** `/livez`, which asks nothing of anybody, and `/readyz` and `/healthz`, which do. */
export const createHealth = ({ readiness }: { readonly readiness: () => Promise<Readiness> }): readonly Route[] => [
  {
    operation: operations.live,
    serve: (_request, response) => {
      contextOf(response).route = operations.live.path;
      answerJson(response, { status: 200, body: { status: 'ok' } });
    },
  },
  ...[operations.ready, operations.health].map(
    (operation): Route => ({
      operation,
      serve: async (_request, response) => {
        contextOf(response).route = operation.path;
        const body = await readiness();
        answerJson(response, { status: body.status === 'ok' ? 200 : 503, body });
      },
    }),
  ),
];
