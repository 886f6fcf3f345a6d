import { readFileSync } from 'node:fs';
import { keysLua } from './keys.js';

/** A script of `scripts/` in its three parts, in the order in which they have to stand. */
export interface LuaScript {
  /** Its first line, if that says how Redis has to treat it. */
  readonly flags: string;
  /**
   * For each `--@include name` the text of `scripts/includes/name.lua`, after what that includes itself, for `keys` the keys of
   * `keys.ts`: functions and constants.
   */
  readonly includes: string;
  readonly body: string;
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const includeLine = /^--@include (\S+)\n/gm;

/** Adds the texts of what this text includes, each once and after those it needs. */
const addIncludes = (text: string, texts: Map<string, string>): void => {
  for (const [, name = ''] of text.matchAll(includeLine)) {
    if (name === 'keys' || texts.has(name)) continue;
    const included = read(`./scripts/includes/${name}.lua`);
    addIncludes(included, texts);
    texts.set(name, included.replaceAll(includeLine, ''));
  }
};

/** Reads a script and what it includes. */
export const loadLua = (name: string): LuaScript => toLuaScript(read(`./scripts/${name}.lua`));

/** What the text of a script includes, and the rest of it. */
export const toLuaScript = (text: string): LuaScript => {
  const flags = /^#!lua.*\n/.exec(text)?.[0] ?? '';
  const included = new Map<string, string>();
  addIncludes(text, included);
  const texts = [...included.values()].join('');
  const body = text.slice(flags.length).replaceAll(includeLine, '');
  return { flags, includes: `${keysLua(texts + body)}\n${texts}`, body };
};
