import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Failure } from '../setup/failure.mjs';
import { inPrivateFolder } from '../setup/paths.mjs';
import { removeRunFile } from './run-file.mjs';

const isLauncher = (pid) => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('start.mjs');
  } catch {
    return true; // no /proc on this system: alive is all there is to know
  }
};

const holder = (path) => {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0;
  }
};

/** Makes this the only `npm start` of the folder until the process ends; throws a Failure that names the other one. */
export const takeLauncherLock = () => {
  const path = inPrivateFolder('launcher.pid');
  const other = holder(path);
  if (other && other !== process.pid && isLauncher(other)) {
    throw new Failure(
      `Millrace already runs in this folder (process ${other}). Stop that one first, or look into .millrace/run.json for where it listens.`,
    );
  }
  removeRunFile(); // of a launcher that was killed
  rmSync(path, { force: true });
  writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
  process.once('exit', () => rmSync(path, { force: true }));
};
