import { readFileSync } from 'node:fs';
import { keysLua } from './keys.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const part = (name: string): string => (name === 'keys' ? keysLua : read(`./scripts/includes/${name}.lua`));

/** The text of a script in `scripts/`; each `--@include name` line becomes `scripts/includes/name.lua`, `keys` the keys of `keys.ts`. */
export const loadLua = (name: string): string =>
  read(`./scripts/${name}.lua`).replace(/^--@include (\S+)$/gm, (_line, included: string) => part(included));
