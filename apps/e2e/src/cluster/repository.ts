import { join, resolve } from 'node:path';

/** The folder of the repository; tests run from their sources. */
const repository = resolve(__dirname, '../../../..');

/** A path in the repository. */
export const inRepository = (...names: string[]): string => join(repository, ...names);
