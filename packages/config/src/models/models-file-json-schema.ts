import { z } from 'zod';
import { modelsFile } from './models-file.js';

/** The JSON Schema of the models file, for editors: what is wrong shows while it is written. */
export const modelsFileJsonSchema = (): object => ({
  ...z.toJSONSchema(modelsFile, { io: 'input', unrepresentable: 'any' }),
  title: 'millrace.models.yaml',
  description: 'What can be asked of Millrace, and who serves it.',
});
