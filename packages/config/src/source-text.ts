import { errorCode } from '@millrace/runtime';
import type { Setting } from './setting.js';

/** The environment as given; a test hands in its own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A value given on the command line, which goes before the environment; `flag` is what error messages call it. */
export interface Override {
  readonly flag: string;
  readonly value: string;
}

export interface Sources {
  readonly env: Environment;
  /** Reads a text file, or throws. */
  readonly readFile: (path: string) => string;
  /** By the variable overridden. */
  readonly overrides: Readonly<Record<string, Override | undefined>>;
}

/** A setting's text and what it came from, or why it cannot be had. */
export type SourceText =
  | { readonly kind: 'given'; readonly text: string; readonly from: string }
  | { readonly kind: 'default'; readonly text: string | undefined }
  | { readonly kind: 'mistake'; readonly sentence: string };

const present = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';

/** Why a file could not be read, as the end of a sentence about it. */
export const reasonOf = (error: unknown): string => {
  const code = errorCode(error);
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user';
  return code === 'EISDIR' ? 'is a directory' : 'cannot be read';
};

const fromFile = (variable: string, path: string, readFile: Sources['readFile']): SourceText => {
  try {
    const text = readFile(path).replace(/[\r\n]+$/, '');
    if (present(text)) return { kind: 'given', text, from: variable };
    return { kind: 'mistake', sentence: `${variable} names the file ${path}, which is empty.` };
  } catch (error) {
    return { kind: 'mistake', sentence: `${variable} names the file ${path}, which ${reasonOf(error)}.` };
  }
};

/** Where a setting's text comes from: the command line, the environment, the file that `<VARIABLE>_FILE` names (secrets only), the default. Empty counts as unset. */
export const sourceText = (setting: Setting<unknown>, { env, readFile, overrides }: Sources): SourceText => {
  const override = overrides[setting.env];
  if (override !== undefined) return { kind: 'given', text: override.value, from: override.flag };
  const text = env[setting.env];
  const fileVariable = `${setting.env}_FILE`;
  const path = setting.secret ? env[fileVariable] : undefined;
  if (present(text) && present(path))
    return { kind: 'mistake', sentence: `${setting.env} and ${fileVariable} are both set; keep one of them.` };
  if (present(path)) return fromFile(fileVariable, path, readFile);
  return present(text) ? { kind: 'given', text: text.trim(), from: setting.env } : { kind: 'default', text: setting.default };
};
