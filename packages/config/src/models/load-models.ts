import { errorCode } from '@millrace/runtime';
import { secret } from '../secret.js';
import type { Environment } from '../source-text.js';
import type { Models } from './models.js';
import { type EnvironmentModels, modelsOfEnvironment } from './models-of-environment.js';
import { type ReadModelsFileOptions, readModelsFile } from './read-models-file.js';

export interface LoadModelsOptions {
  readonly values: EnvironmentModels & { readonly models: { readonly file?: string | undefined } };
  readonly env: Environment;
  /** Reads a text file, or throws. */
  readonly readFile: (path: string) => string;
  /** `unread` for a process that calls nobody: it need not have the secrets, and each is empty. */
  readonly secrets: ReadModelsFileOptions['secrets'];
}

export interface LoadedModels {
  /** With mistakes: what the environment says, so that the rest can still be checked. */
  readonly models: Models;
  /** The models file; absent = there is none, and the environment says it all. */
  readonly file?: string;
  readonly mistakes: readonly string[];
  readonly warnings: readonly string[];
}

/** In the working directory; read where no other is named and it is there. */
const usualFile = 'millrace.models.yaml';

/** What can be asked for and who serves it, from the models file or, without one, from the environment. */
export const loadModels = ({ values, env, readFile, secrets }: LoadModelsOptions): LoadedModels => {
  const fromEnvironment = modelsOfEnvironment(secrets === 'unread' ? withSecretUnread(values) : values);
  const file = values.models.file ?? (isThere(usualFile, readFile) ? usualFile : undefined);
  if (file === undefined) return { ...fromEnvironment, warnings: [] };
  const read = readModelsFile({ path: file, env, readFile, secrets, timeouts: values.timeouts });
  if ('mistakes' in read) return { models: fromEnvironment.models, file, mistakes: read.mistakes, warnings: [] };
  return { models: read.models, file, mistakes: [], warnings: [...read.warnings, ...overruled(file, env)] };
};

/** Whether there is a key is the workers' business; where there is one, this is who may be refused. */
const withSecretUnread = (values: EnvironmentModels): EnvironmentModels => ({ ...values, llm: { ...values.llm, apiKey: secret('') } });

const isThere = (path: string, readFile: LoadModelsOptions['readFile']): boolean => {
  try {
    readFile(path);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ENOENT';
  }
};

const namesInTheEnvironment = ['MODEL_NAME', 'MILLRACE_MODELS', 'OPENAI_BASE_URL', 'MILLRACE_DEPLOYMENT', 'MILLRACE_MAX_TOKENS_PARAMETER'];

const overruled = (file: string, env: Environment): readonly string[] => {
  const names = namesInTheEnvironment.filter((name) => (env[name] ?? '').trim() !== '');
  return names.length === 0 ? [] : [`${names.join(', ')} of the environment counts for nothing beside ${file}, which says what is served.`];
};
