import { readFileSync } from 'node:fs';
import { keysLua } from './keys.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const include = /^--@include (\S+)$/gm;

/** The text of a script in `scripts/`; each `--@include name` line becomes `scripts/includes/name.lua`, `keys` the keys of `keys.ts`. */
export const loadLua = (name: string): string => {
  const text = read(`./scripts/${name}.lua`);
  const whole = text.replace(include, (line, included: string) =>
    included === 'keys' ? line : read(`./scripts/includes/${included}.lua`),
  );
  return whole.replace('--@include keys', () => keysLua(whole));
};
