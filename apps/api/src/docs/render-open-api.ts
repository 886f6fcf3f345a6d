import { openApiDocument } from '@millrace/contracts';

/** The text of docs/reference/openapi.json. */
export const renderOpenApi = (version: string): string => `${JSON.stringify(openApiDocument(version), null, 2)}\n`;
