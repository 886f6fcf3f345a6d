import { reasonOf } from '../source-text.js';
import type { CallTimeouts } from './deployment.js';
import { fitMistakes } from './fit-mistakes.js';
import type { Mistake } from './mistake.js';
import type { Models } from './models.js';
import { modelsFile, secretReference } from './models-file.js';
import { modelsOddities } from './models-oddities.js';
import { type ReadSecret, readSecret, type SecretSources } from './read-secret.js';
import { shapeMistakes } from './shape-mistakes.js';
import { type Sketch, sketchOf } from './sketch.js';
import { titleOf } from './title-of.js';
import { toModels } from './to-models.js';
import { type Place, readYaml, type YamlSource } from './yaml-source.js';

export interface ReadModelsFileOptions extends Omit<SecretSources, 'modelsPath'> {
  readonly path: string;
  /** For deployments that say nothing of their own. */
  readonly timeouts: CallTimeouts;
  /** `unread` for a process that calls nobody: it need not have the secrets, and each is empty. */
  readonly secrets: 'read' | 'unread';
}

export type ModelsOfFile =
  | { readonly models: Models; readonly warnings: readonly string[] }
  /** Each one sentence with the file, the line and the column. */
  | { readonly mistakes: readonly string[] };

/** Characters; nobody writes as much by hand. */
const mostCharacters = 250_000;

/** Who has more to mend begins with these. */
const mostMistakes = 100;

/** Reads and checks a models file; all mistakes come together, in the order of their lines, and none shows a secret. */
export const readModelsFile = (options: ReadModelsFileOptions): ModelsOfFile => {
  const { path, readFile } = options;
  const text = textOf(path, readFile);
  if ('mistake' in text) return { mistakes: [text.mistake] };
  const yaml = readYaml(text.text);
  if ('mistakes' in yaml) return { mistakes: inOrder(path, yaml.mistakes) };
  return modelsOf(yaml.source, options);
};

const textOf = (path: string, readFile: (path: string) => string): { readonly text: string } | { readonly mistake: string } => {
  let text: string;
  try {
    text = readFile(path).replace(/^\uFEFF/, '');
  } catch (error) {
    return { mistake: `The models file ${path} ${reasonOf(error)}.` };
  }
  if (text.length > mostCharacters) return { mistake: `The models file ${path} is larger than 250 kB, so it is hardly the right file.` };
  const line = text.split(/\n/).findIndex((one) => /[\uFFFD\0]/.test(one)) + 1;
  if (line > 0) return { mistake: `${path}, line ${line}: The file is not UTF-8 text; save it in that encoding.` };
  return { text };
};

const modelsOf = (source: YamlSource, options: ReadModelsFileOptions): ModelsOfFile => {
  const { path, timeouts } = options;
  const sketch = sketchOf(source.value);
  const parsed = modelsFile.safeParse(source.value);
  const secrets = options.secrets === 'read' ? readSecrets(sketch, { ...options, modelsPath: path }) : new Map<string, ReadSecret>();
  const mistakes = [
    ...(parsed.success ? [] : shapeMistakes(source.value, parsed.error.issues)),
    ...fitMistakes({ sketch, lineOf: (at) => source.placeOf(at).line }),
    ...secretMistakes(source.value, sketch, secrets),
  ];
  if (parsed.success && mistakes.length === 0) {
    const models = toModels(parsed.data, { secrets, timeouts });
    return { models, warnings: modelsOddities(models, [...sketch.credentials.keys()]).map((warning) => `${path}: ${warning}`) };
  }
  const shown = mistakes.slice(0, mostMistakes).map(({ path: at, atKey, sentence }) => ({ ...source.placeOf(at, atKey), sentence }));
  const more = mistakes.length - shown.length;
  return { mistakes: [...inOrder(path, shown), ...(more > 0 ? [`${path}: There are ${more} more mistakes like these.`] : [])] };
};

const readSecrets = ({ credentials }: Sketch, sources: SecretSources): ReadonlyMap<string, ReadSecret> =>
  new Map(
    [...credentials].flatMap(([name, key]) =>
      key && secretReference.safeParse(key.text).success ? [[name, readSecret(key.text, sources)]] : [],
    ),
  );

const secretMistakes = (value: unknown, { credentials }: Sketch, secrets: ReadonlyMap<string, ReadSecret>): readonly Mistake[] =>
  [...secrets].flatMap(([name, read]) => {
    const key = credentials.get(name);
    return key && 'sentence' in read ? [{ path: key.path, sentence: `${titleOf(value, key.path)} ${read.sentence}` }] : [];
  });

const inOrder = (path: string, mistakes: readonly (Place & { readonly sentence: string })[]): readonly string[] =>
  [...mistakes]
    .sort((one, other) => one.line - other.line || one.column - other.column)
    .map(({ line, column, sentence }) => `${path}, line ${line}, column ${column}: ${sentence}${sentence.endsWith('?') ? '' : '.'}`);
