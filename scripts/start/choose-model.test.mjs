import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { chooseModel } from './choose-model.mjs';

const here = fileURLToPath(import.meta.url);
const kindOf = async (settings, modelsFile = `${here}.missing`) => (await chooseModel(settings, modelsFile)).kind;

describe('who answers', () => {
  it('is the demo model as long as nobody is named', async () => {
    expect(await kindOf({})).toBe('demo');
    expect(await kindOf({ MILLRACE_MODELS_FILE: '', OPENAI_API_KEY: '' })).toBe('demo');
  });

  it('is who a key, a setting or a models file names', async () => {
    expect(await kindOf({ OPENAI_API_KEY: 'sk-x' })).toBe('live');
    expect(await kindOf({ MILLRACE_MODELS_FILE: 'elsewhere.yaml' })).toBe('file');
    expect(await kindOf({}, here)).toBe('file');
  });
});
