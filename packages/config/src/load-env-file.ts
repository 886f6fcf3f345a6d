import { parse } from 'dotenv';
import type { Environment } from './source-text.js';

interface LoadEnvFileOptions {
  readonly env: Environment;
  /** Reads a text file, or throws. */
  readonly readFile: (path: string) => string;
  /** Default: `.env` in the working directory. */
  readonly path?: string;
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The environment with what a `.env` file adds to it. A variable that the environment has, even empty, is never overridden; a missing file adds nothing, an unreadable one throws. */
export const loadEnvFile = ({ env, readFile, path = '.env' }: LoadEnvFileOptions): Environment => {
  let text = '';
  try {
    text = readFile(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return { ...parse(text), ...env };
};
