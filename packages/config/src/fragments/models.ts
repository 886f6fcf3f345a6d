import { z } from 'zod';
import { setting } from '../setting.js';
import { commaList } from '../text-schemas.js';

const modelName = z.string().regex(/^[^\s,]{1,200}$/, 'must be one model name of at most 200 characters without spaces and commas');

export const modelsFragment = {
  defaultModel: setting({
    env: 'MODEL_NAME',
    schema: modelName,
    describe: 'The model a task gets when it names none.',
    whenToChange: 'When another model should answer; the upstream must know the name.',
    default: 'gpt-4o-mini',
  }),
  furtherModels: setting({
    env: 'MILLRACE_MODELS',
    schema: commaList.pipe(z.array(modelName)),
    describe: 'Further models that tasks may name, as a comma list; each has a queue of its own.',
    whenToChange: 'When callers choose between models; api and workers need the same list.',
    default: '',
  }),
};
