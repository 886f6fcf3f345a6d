import { readFileSync } from 'node:fs';
import type { CliContext } from '../cli-context.js';
import { cliFailure } from '../cli-failure.js';
import { findRunFile } from '../connection/run-file.js';
import { exitCodes } from '../exit-codes.js';

/** Which Redis is meant: the flag, else the setting or its file, else what `npm start` runs. Throws a failure that says what to give. */
export const redisUrl = (context: CliContext, given: string | undefined): string => {
  const { REDIS_URL: url, REDIS_URL_FILE: file } = context.env;
  const found = given || url || (file ? readFileSync(file, 'utf8').trim() : undefined) || findRunFile(context)?.redis;
  if (found && URL.canParse(found) && /^rediss?:$/.test(new URL(found).protocol)) return found;
  throw cliFailure(exitCodes.usage, 'Nothing says which Redis: give --redis redis://:PASSWORD@host:6379, or set REDIS_URL.');
};
