import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a test says of one deployment, in the words of the models file. */
export interface DeploymentEntry {
  readonly name: string;
  readonly base_url: string;
  readonly [setting: string]: unknown;
}

export interface ModelsToWrite {
  /** By the name of the credential, the secret and the limits its deployments share. */
  readonly credentials: Readonly<Record<string, { readonly secret: string; readonly [limit: string]: unknown }>>;
  /** Of the one model there is; a list for each tier. */
  readonly tiers: readonly (readonly DeploymentEntry[])[];
}

export interface WrittenModels {
  /** What all processes need to know. */
  readonly env: Readonly<Record<string, string>>;
  write(models: ModelsToWrite): void;
  breakFile(): void;
  remove(): void;
}

/** What tasks ask for when they name no model. */
export const onlyModel = 'the-model';

const variableOf = (name: string): string => `SECRET_OF_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;

const contentOf = ({ credentials, tiers }: ModelsToWrite): object => ({
  credentials: Object.fromEntries(
    Object.entries(credentials).map(([name, { secret: _, ...limits }]) => [name, { key: `env:${variableOf(name)}`, ...limits }]),
  ),
  routes: [{ model: onlyModel, tiers }],
});

/** Writes a models file of one route to a folder of its own; JSON is YAML too. */
export const writeModels = (models: ModelsToWrite): WrittenModels => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-models-'));
  const path = join(folder, 'millrace.models.yaml');
  const write = (next: ModelsToWrite): void => writeFileSync(path, JSON.stringify(contentOf(next), undefined, 2));
  const secrets = Object.entries(models.credentials).map(([name, { secret }]) => [variableOf(name), secret]);
  write(models);
  return {
    env: { MILLRACE_MODELS_FILE: path, ...Object.fromEntries(secrets) },
    write,
    breakFile: () => writeFileSync(path, 'routes: ['),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
