import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from '../processes/await-ready.mjs';
import { nodeArguments } from '../processes/node-arguments.mjs';
import { freePort } from '../setup/free-port.mjs';
import { node24, root } from '../setup/paths.mjs';
import { say } from '../setup/say.mjs';

const hint = `OPENAI_BASE_URL is set without OPENAI_API_KEY, so the demo model answers. If that server wants no key, set OPENAI_API_KEY=none.`;

/** Where the apps, whose working directory is the repository, look for a models file unless they are told another place. */
const usualFile = join(root, 'millrace.models.yaml');

/**
 * Who answers: `{ kind: 'file', environment: {} }` with a models file, `{ kind: 'live', environment: {} }` with an OPENAI_API_KEY, else the demo model as
 * `{ kind: 'demo', part, environment, isReady }`, where `environment` is what points the workers at it.
 */
export const chooseModel = async (settings, modelsFile = usualFile) => {
  if (settings.MILLRACE_MODELS_FILE || existsSync(modelsFile)) return { kind: 'file', environment: {} };
  if (settings.OPENAI_API_KEY || settings.OPENAI_API_KEY_FILE) return { kind: 'live', environment: {} };
  if (settings.OPENAI_BASE_URL) say(hint);
  const port = await freePort();
  const key = randomBytes(24).toString('hex');
  return {
    kind: 'demo',
    part: {
      role: 'model',
      command: node24,
      args: nodeArguments('scripts/demo-model.mjs'),
      env: { ...settings, DEMO_MODEL_PORT: String(port), DEMO_MODEL_KEY: key },
    },
    environment: { OPENAI_API_KEY: key, OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, MILLRACE_DEPLOYMENT: 'demo-model' },
    isReady: () => answers(`http://127.0.0.1:${port}/health`),
  };
};
