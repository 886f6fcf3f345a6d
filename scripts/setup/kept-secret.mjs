import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inPrivateFolder } from './paths.mjs';

/** A random secret, made once and kept in the private folder where only the user can read it. */
export const keptSecret = (name, prefix = '') => {
  const path = inPrivateFolder('secrets', name);
  if (existsSync(path)) {
    const kept = readFileSync(path, 'utf8').trim();
    if (kept) return kept;
  }
  const secret = prefix + randomBytes(24).toString('hex');
  writeFileSync(path, `${secret}\n`, { mode: 0o600 });
  return secret;
};
