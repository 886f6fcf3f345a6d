import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What `npm start` writes to `.millrace/run.json` while it runs. */
export interface RunFile {
  readonly path: string;
  readonly api?: string;
  readonly key?: string;
  readonly adminKey?: string;
  readonly redis?: string;
  /** `demo` when the built-in model answers. */
  readonly model?: string;
  readonly logs?: string;
}

const texts = ['api', 'key', 'adminKey', 'redis', 'model', 'logs'] as const;

const parsed = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

const readRunFile = (path: string): RunFile | undefined => {
  try {
    const fields = parsed(readFileSync(path, 'utf8'));
    return { path, ...Object.fromEntries(texts.flatMap((name) => (typeof fields[name] === 'string' ? [[name, fields[name]]] : []))) };
  } catch {
    return undefined;
  }
};

export interface FindRunFileOptions {
  readonly cwd: string;
  /** `MILLRACE_RUN_FILE` names the one to use when there is none on the way up. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The nearest `.millrace/run.json` from the folder upwards; undefined when there is none that can be read. */
export const findRunFile = ({ cwd, env }: FindRunFileOptions): RunFile | undefined => {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const found = readRunFile(join(folder, '.millrace', 'run.json'));
    if (found) return found;
    if (dirname(folder) === folder) return env.MILLRACE_RUN_FILE ? readRunFile(env.MILLRACE_RUN_FILE) : undefined;
  }
};
