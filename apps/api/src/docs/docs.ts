import { isProblemCode, openApiDocument } from '@millrace/contracts';
import { Router } from 'express';
import { HttpProblem } from '../http/http-problem.js';
import { refuseOtherMethods } from '../http/refuse-other-methods.js';
import { contextOf } from '../http/request-context.js';
import { pageHeaders, securityHeaders } from '../middleware/security-headers.js';
import { renderErrorList } from './render-error-list.js';
import { renderErrorPage } from './render-error-page.js';
import { renderStartPage } from './render-start-page.js';
import { createSwaggerUi } from './swagger-ui.js';

export interface DocsOptions {
  readonly version: string;
  readonly hasAdmin: boolean;
}

/** The reference for people and programs: `/`, `/docs`, `/docs/errors/<code>` and `/openapi.json`, all from what is installed. */
export const createDocs = ({ version, hasAdmin }: DocsOptions): Router => {
  const router = Router({ caseSensitive: true });
  const openApi = JSON.stringify(openApiDocument(version));
  const startPage = renderStartPage({ hasAdmin, version });
  const errorList = renderErrorList();

  router.get('/openapi.json', (_request, response) => {
    const { requestId, secure } = contextOf(response);
    const headers = { ...securityHeaders.api(secure), 'content-type': 'application/json; charset=utf-8', 'x-request-id': requestId };
    response.writeHead(200, headers).end(openApi);
  });
  router.get('/', pageHeaders, (_request, response) => {
    response.type('html').send(startPage);
  });
  router.get('/docs/errors', pageHeaders, (_request, response) => {
    response.type('html').send(errorList);
  });
  router.get('/docs/errors/:code', pageHeaders, (request, response) => {
    const code = String(request.params.code);
    if (!isProblemCode(code)) throw new HttpProblem('unknown_path');
    response.type('html').send(renderErrorPage(code));
  });
  router.use('/docs', pageHeaders, createSwaggerUi('/openapi.json'));
  router.all(['/', '/openapi.json', '/docs', '/docs/errors', '/docs/errors/:code'], refuseOtherMethods(['GET']));
  return router;
};
