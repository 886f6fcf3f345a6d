import { z } from 'zod';
import { setting } from '../setting.js';
import { anyText, commaList } from '../text-schemas.js';

const modelName = z.string().regex(/^[^\s,]{1,200}$/, 'must be one model name of at most 200 characters without spaces and commas');

export const modelsFragment = {
  file: setting({
    env: 'MILLRACE_MODELS_FILE',
    schema: anyText,
    describe: 'The models file: what can be asked for and who serves it, read again on SIGHUP.',
    whenToChange: 'When the file stands elsewhere; one that is named must be there.',
    defaultShown: '`millrace.models.yaml` in the working directory, if it is there',
  }),
  defaultModel: setting({
    env: 'MODEL_NAME',
    schema: modelName,
    describe: 'The model a task gets when it names none; a models file says it itself.',
    whenToChange: 'When another model should answer; the upstream must know the name.',
    default: 'gpt-4o-mini',
  }),
  furtherModels: setting({
    env: 'MILLRACE_MODELS',
    schema: commaList.pipe(z.array(modelName)),
    describe: 'Further models that tasks may name, as a comma list; each has a queue of its own. A models file says them itself.',
    whenToChange: 'When callers choose between models; api and workers need the same list.',
    default: '',
  }),
};
