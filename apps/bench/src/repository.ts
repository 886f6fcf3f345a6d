import { join, resolve } from 'node:path';

/** A path in the repository; this file runs from apps/bench/dist. */
export const inRepository = (...names: readonly string[]): string => join(resolve(import.meta.dirname, '../../..'), ...names);
