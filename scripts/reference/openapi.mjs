import { readFileSync } from 'node:fs';
import { openApiDocument } from '../../packages/contracts/dist/index.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** The OpenAPI document, made from the schemas that validate. */
export const render = () => JSON.stringify(openApiDocument(version), null, 2);
