import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Under which the deployment stands in Redis; there is no other. */
export const deployment = 'the-model';

const keyVariable = 'CHAOS_MODEL_KEY';

export interface ModelsOf {
  readonly folder: string;
  /** Where this process finds the model: a port of its own, behind its own link. */
  readonly port: number;
  /** By which the model knows who asks. */
  readonly secret: string;
}

/** Writes the models file of one process, with a price, so that there is something to add up; returns the settings that name it. */
export const writeModels = ({ folder, port, secret }: ModelsOf): Readonly<Record<string, string>> => {
  const path = join(folder, 'millrace.models.yaml');
  const entry = {
    name: deployment,
    base_url: `http://127.0.0.1:${port}/v1`,
    credential: 'of-the-process',
    price: { input_per_million: 3, output_per_million: 11 },
    timeouts: { first_byte_ms: 8000, idle_ms: 4000 },
  };
  mkdirSync(folder, { recursive: true });
  // JSON is YAML too.
  writeFileSync(
    path,
    JSON.stringify({ credentials: { 'of-the-process': { key: `env:${keyVariable}` } }, routes: [{ model: deployment, tiers: [[entry]] }] }),
  );
  return { MILLRACE_MODELS_FILE: path, [keyVariable]: secret };
};
