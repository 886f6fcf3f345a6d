import { access, constants, statfs } from 'node:fs/promises';
import { errorCode } from '@millrace/runtime';
import { type Finding, fail, ok, warn } from './check.js';

export interface CheckFolderOptions {
  readonly name: string;
  readonly path: string;
  /** Whether this user has to be able to write there. */
  readonly writable: boolean;
}

const gigabytes = (bytes: number): string => `${(bytes / 1_073_741_824).toFixed(1)} GB`;
const little = { warn: 1_073_741_824, fail: 104_857_600 };

const judgeSpace = ({ name, path }: CheckFolderOptions, free: number): Finding => {
  const found = `${path}: ${gigabytes(free)} free`;
  const fix = 'Free space on that disk, or put the folder elsewhere.';
  if (free < little.fail) return fail(name, found, fix);
  return free < little.warn ? warn(name, found, fix) : ok(name, found);
};

/** Whether a folder is there, may be written to and has room; undefined when it is not for this user to see. */
export const checkFolder = async (options: CheckFolderOptions): Promise<Finding | undefined> => {
  const { name, path, writable } = options;
  try {
    await access(path, writable ? constants.W_OK : constants.F_OK);
    const { bavail, bsize } = await statfs(path);
    return judgeSpace(options, bavail * bsize);
  } catch (error) {
    if (!writable) return undefined;
    const reason = errorCode(error) === 'ENOENT' ? 'does not exist' : 'cannot be written to';
    return fail(name, `${path} ${reason}`, 'Make the folder and give it to the user that runs Millrace, or change LOG_DIR.');
  }
};
