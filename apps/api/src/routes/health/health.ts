import { operations } from '@millrace/contracts';
import type { RequestHandler } from 'express';
import { answerJson } from '../../http/answer.js';
import { contextOf } from '../../http/request-context.js';
import type { Readiness } from './readiness.js';

/** `/livez`, which asks nothing of anybody, and `/readyz` and `/healthz`, which do. */
export const createHealth = ({
  readiness,
}: {
  readonly readiness: () => Promise<Readiness>;
}): { readonly live: RequestHandler; readonly ready: RequestHandler } => ({
  live: (_request, response) => {
    contextOf(response).route = operations.live.path;
    answerJson(response, { status: 200, body: { status: 'ok' } });
  },
  ready: async (request, response) => {
    contextOf(response).route = request.path === operations.health.path ? operations.health.path : operations.ready.path;
    const body = await readiness();
    answerJson(response, { status: body.status === 'ok' ? 200 : 503, body });
  },
});
