import { errorCode } from '@millrace/runtime';
import { parse } from 'dotenv';
import type { Environment } from './source-text.js';

interface LoadEnvFileOptions {
  readonly env: Environment;
  /** Reads a text file, or throws. */
  readonly readFile: (path: string) => string;
  /** Default: `.env` in the working directory. */
  readonly path?: string;
}

/** The environment with what a `.env` file adds to it. A variable that the environment has, even empty, is never overridden; a missing file adds nothing, an unreadable one throws. */
export const loadEnvFile = ({ env, readFile, path = '.env' }: LoadEnvFileOptions): Environment => {
  let text = '';
  try {
    text = readFile(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  return { ...parse(text), ...env };
};
