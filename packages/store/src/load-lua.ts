import { readFileSync } from 'node:fs';
import { keysLua } from './keys.js';

/** A script of `scripts/` in its three parts, in the order in which they have to stand. */
export interface LuaScript {
  /** Its first line, if that says how Redis has to treat it. */
  readonly flags: string;
  /** For each `--@include name` the text of `scripts/includes/name.lua`, for `keys` the keys of `keys.ts`: functions and constants. */
  readonly includes: string;
  readonly body: string;
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const includeLine = /^--@include (\S+)\n/gm;

/** Reads a script and what it includes. */
export const loadLua = (name: string): LuaScript => {
  const text = read(`./scripts/${name}.lua`);
  const flags = /^#!lua.*\n/.exec(text)?.[0] ?? '';
  const names = [...text.matchAll(includeLine)].map(([, included]) => included).filter((included) => included !== 'keys');
  const texts = names.map((included) => read(`./scripts/includes/${included}.lua`)).join('');
  const body = text.slice(flags.length).replaceAll(includeLine, '');
  return { flags, includes: `${keysLua(texts + body)}\n${texts}`, body };
};
