import { modelsFileJsonSchema } from '../../packages/config/dist/index.js';

/** The JSON Schema of the models file, from the schema that reads it. */
export const render = () => JSON.stringify(modelsFileJsonSchema(), null, 2);
