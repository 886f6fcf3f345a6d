import { configError } from './config-error.js';
import { knownSettings } from './known-settings.js';
import { loadSettings } from './load-settings.js';
import type { Settings, Values } from './settings.js';
import type { Environment, Override } from './source-text.js';
import { warnOfUnknownVariables } from './unknown-variables.js';

/** What an app makes of its settings: its config, and what is wrong or odd about them together. */
export interface Composed<Config> {
  readonly config: Config;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

export interface LoadConfigOptions<Table extends Settings, Config> {
  readonly settings: Table;
  /** A setting that is wrong alone has its default here; an error that names it is not reported. */
  readonly compose: (values: Values<Table>) => Composed<Config>;
  readonly env: Environment;
  /** Reads a text file, or throws. */
  readonly readFile: (path: string) => string;
  /** Values from the command line, by the variable they override. */
  readonly overrides?: Readonly<Record<string, Override | undefined>>;
}

export interface LoadedConfig<Config> {
  readonly config: Config;
  /** Sentences for the log; none of them stops the start. */
  readonly warnings: readonly string[];
}

const mentions = (sentence: string, variables: readonly string[]): boolean =>
  (sentence.match(/[A-Z][A-Z_]+/g) ?? []).some((word) => variables.includes(word));

/** An app's config, typed and checked, or a `ConfigError` that holds every mistake. */
export const loadConfig = <Table extends Settings, Config>(options: LoadConfigOptions<Table, Config>): LoadedConfig<Config> => {
  const { settings, compose, env, readFile, overrides = {} } = options;
  const { values, mistakes, broken } = loadSettings(settings, { env, readFile, overrides });
  const { config, errors, warnings } = compose(values);
  const all = [...mistakes, ...errors.filter((sentence) => !mentions(sentence, broken))];
  // What is odd about a value that stands in for a wrong one would only mislead.
  const oddities = [...warnOfUnknownVariables(env, knownSettings()), ...warnings.filter((sentence) => !mentions(sentence, broken))];
  if (all.length > 0) throw configError(all, oddities);
  return { config, warnings: oddities };
};
