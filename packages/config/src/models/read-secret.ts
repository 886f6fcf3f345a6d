import { dirname, isAbsolute, join } from 'node:path';
import { type Secret, secret } from '../secret.js';
import { type Environment, reasonOf } from '../source-text.js';

export interface SecretSources {
  readonly env: Environment;
  /** Reads a text file, or throws. */
  readonly readFile: (path: string) => string;
  /** Of the file that refers to secrets: a relative path begins in its folder. */
  readonly modelsPath: string;
}

export type ReadSecret = { readonly secret: Secret } | { readonly sentence: string };

/** The secret that `env:NAME` or `file:PATH` refers to, or why it cannot be had. */
export const readSecret = (reference: string, sources: SecretSources): ReadSecret => {
  const name = reference.slice(reference.indexOf(':') + 1);
  return reference.startsWith('env:') ? ofEnvironment(name, sources) : ofFile(name, sources);
};

const ofEnvironment = (name: string, { env }: SecretSources): ReadSecret => {
  const text = env[name]?.trim() ?? '';
  return text === ''
    ? { sentence: `names the environment variable ${name}, which is not set` }
    : checked(text, `the environment variable ${name}`);
};

const ofFile = (name: string, { readFile, modelsPath }: SecretSources): ReadSecret => {
  const path = isAbsolute(name) ? name : join(dirname(modelsPath), name);
  try {
    const text = readFile(path).trim();
    return text === '' ? { sentence: `names the file ${path}, which is empty` } : checked(text, `the file ${path}`);
  } catch (error) {
    return { sentence: `names the file ${path}, which ${reasonOf(error)}` };
  }
};

const checked = (text: string, from: string): ReadSecret =>
  /^[\x21-\x7e]+$/.test(text)
    ? { secret: secret(text) }
    : { sentence: `names ${from}, whose value (not shown) cannot travel in a header: it must be visible ASCII characters only` };
