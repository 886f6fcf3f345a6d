import { Router } from 'express';
import swaggerUi from 'swagger-ui-express';

/** Swagger UI from the files of the installed package: nothing is fetched from elsewhere, so it works offline. */
export const createSwaggerUi = (documentUrl: string): Router => {
  // Without a validator URL of null it would show a badge from swagger.io.
  const options = {
    swaggerUrl: documentUrl,
    swaggerOptions: { validatorUrl: null, tryItOutEnabled: true, persistAuthorization: false },
    customSiteTitle: 'Millrace API',
    customCss: '.swagger-ui .topbar { display: none }',
  };
  const router = Router({ caseSensitive: true });
  router.use(...swaggerUi.serveFiles(undefined, options));
  router.get('/', swaggerUi.setup(undefined, options));
  return router;
};
