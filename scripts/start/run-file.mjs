import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { inPrivateFolder } from '../setup/paths.mjs';

const path = inPrivateFolder('run.json');

/** Writes what runs to `.millrace/run.json`, for scripts; readable by the user only, since it holds keys. Never half written. */
export const writeRunFile = (what) => {
  writeFileSync(`${path}.new`, `${JSON.stringify(what, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
};

export const removeRunFile = () => rmSync(path, { force: true });
