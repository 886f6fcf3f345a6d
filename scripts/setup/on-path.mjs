import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The full path of the first program of that name in PATH, or undefined. Debian keeps servers where users' PATH does not look, so those folders count too. */
export const onPath = (name) =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin']
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
