import type { Setting } from './setting.js';
import type { Fragment, Settings, Values } from './settings.js';
import { shownValue } from './shown-value.js';
import { type Sources, sourceText } from './source-text.js';

export interface Loaded<Table extends Settings> {
  /** A setting that could not be read has its default here, so that the others can still be checked together. */
  readonly values: Values<Table>;
  readonly mistakes: readonly string[];
  /** The variables that could not be read. */
  readonly broken: readonly string[];
}

interface Read {
  readonly value: unknown;
  readonly mistakes: readonly string[];
}

const defaultOf = (setting: Setting<unknown>): unknown =>
  setting.default === undefined ? undefined : setting.schema.parse(setting.default);

const readSetting = (setting: Setting<unknown>, sources: Sources): Read => {
  const source = sourceText(setting, sources);
  if (source.kind === 'default') return { value: defaultOf(setting), mistakes: [] };
  if (source.kind === 'mistake') return { value: defaultOf(setting), mistakes: [source.sentence] };
  const parsed = setting.schema.safeParse(source.text);
  if (parsed.success) return { value: parsed.data, mistakes: [] };
  const got = setting.secret ? 'has a value (not shown) that cannot be used: it' : `is ${shownValue(source.text)}, but`;
  return { value: defaultOf(setting), mistakes: parsed.error.issues.map(({ message }) => `${source.from} ${got} ${message}.`) };
};

/** Reads every setting of a table; the mistakes of all of them are collected, one sentence each. */
export const loadSettings = <Table extends Settings>(table: Table, sources: Sources): Loaded<Table> => {
  const mistakes: string[] = [];
  const broken: string[] = [];
  const readFragment = (fragment: Fragment) =>
    Object.fromEntries(
      Object.entries(fragment).map(([name, setting]) => {
        const read = readSetting(setting, sources);
        mistakes.push(...read.mistakes);
        if (read.mistakes.length > 0) broken.push(setting.env);
        return [name, read.value];
      }),
    );
  const values = Object.fromEntries(Object.entries(table).map(([concern, fragment]) => [concern, readFragment(fragment)]));
  // Put together name by name, this has the table's shape, which the type system cannot follow.
  return { values: values as Values<Table>, mistakes, broken };
};
