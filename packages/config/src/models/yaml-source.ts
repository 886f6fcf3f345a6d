import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, visit } from 'yaml';
import type { Path } from './mistake.js';
import { yamlSentence } from './yaml-mistakes.js';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A YAML text that could be read: its value and where each part of it stands. */
export interface YamlSource {
  readonly value: unknown;
  /** Where the value at a path begins, or its key; of what is missing, where it should have been. */
  placeOf(path: Path, atKey?: boolean): Place;
}

export interface YamlMistake extends Place {
  readonly sentence: string;
}

export type ReadYaml = { readonly source: YamlSource } | { readonly mistakes: readonly YamlMistake[] };

/** One anchor used more often than anybody means is a file made to fill the memory. */
const maxAliases = 1000;

/** One wrong bracket makes hundreds of others wrong, of which nobody wants to read. */
const mostSyntaxMistakes = 10;

/** Reads one YAML 1.2 document, with `<<` for merging mappings. */
export const readYaml = (text: string): ReadYaml => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, stringKeys: true });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const mistakes = [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    ...placeAt(pos[0]),
    sentence: yamlSentence(code),
  }));
  mistakes.push(...unknownAliases(document).map((offset) => ({ ...placeAt(offset), sentence: yamlSentence('BAD_ALIAS') })));
  if (mistakes.length > 0) return { mistakes: firstOfEachLine(mistakes).slice(0, mostSyntaxMistakes) };
  try {
    const value = document.toJS({ maxAliasCount: maxAliases }) as unknown;
    return { source: { value, placeOf: (path, atKey = false) => placeAt(offsetOf(document, path, atKey)) } };
  } catch {
    return {
      mistakes: [
        { line: 1, column: 1, sentence: `Anchors are used more than ${maxAliases} times, or within themselves; write the values out` },
      ],
    };
  }
};

/** Where an alias names no anchor before it. */
const unknownAliases = (document: Document.Parsed): readonly number[] => {
  const anchors = new Set<string>();
  const offsets: number[] = [];
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) {
        if (!anchors.has(node.source)) offsets.push(node.range?.[0] ?? 0);
      } else if (node.anchor !== undefined) anchors.add(node.anchor);
    },
  });
  return offsets;
};

const firstOfEachLine = (mistakes: readonly YamlMistake[]): readonly YamlMistake[] =>
  mistakes.filter(({ line }, place) => mistakes.findIndex((other) => other.line === line) === place);

const offsetOf = (document: Document.Parsed, path: Path, atKey: boolean): number => {
  let at: Spot = { node: follow(document, document.contents), offset: document.contents?.range?.[0] ?? 0 };
  for (const [depth, step] of path.entries()) {
    const next = spotOf(document, at.node, step, atKey && depth === path.length - 1);
    if (!next) break;
    at = next;
  }
  return at.offset;
};

interface Spot {
  readonly node: Node | undefined;
  readonly offset: number;
}

const spotOf = (document: Document.Parsed, within: Node | undefined, step: string | number, atKey: boolean): Spot | undefined => {
  if (isSeq(within) && typeof step === 'number') {
    const node = follow(document, within.items[step]);
    return node?.range ? { node, offset: node.range[0] } : undefined;
  }
  const pair = pairOf(document, within, String(step));
  if (!pair) return undefined;
  const node = follow(document, pair.value);
  // An empty value has no place of its own: it would seem to stand on the next line.
  const isEmpty = isScalar(node) && node.source === '' && node.type === 'PLAIN';
  const offset = (atKey || isEmpty ? (pair.key as Node).range : node?.range)?.[0];
  return offset === undefined ? undefined : { node, offset };
};

const follow = (document: Document.Parsed, node: unknown): Node | undefined =>
  (isAlias(node) ? node.resolve(document) : (node as Node | null)) ?? undefined;

const pairOf = (document: Document.Parsed, node: Node | undefined, key: string): Pair | undefined => {
  if (!isMap(node)) return undefined;
  const own = node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
  if (own) return own;
  const merged = node.items.filter((pair) => isScalar(pair.key) && pair.key.source === '<<').map(({ value }) => follow(document, value));
  const maps = merged.flatMap((one) => (isSeq(one) ? one.items.map((item) => follow(document, item)) : [one]));
  return maps.map((map) => pairOf(document, map, key)).find((pair) => pair !== undefined);
};
