import type { Path } from './mistake.js';
import { shownName } from './shown-name.js';

/** What stands at a path of a value of any shape. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined),
    value,
  );

/** What a message calls the value at a path: its key, and whose it is. */
export const titleOf = (value: unknown, path: Path): string => {
  const last = path.at(-1);
  const above = path.slice(0, -1);
  if (last === undefined) return 'The file';
  if (path[0] === 'credentials' && path.length === 2) return `The credential ${shownName(String(last))}`;
  if (typeof last !== 'number') return `\`${last}\`${ownerOf(value, above)}`;
  const list = above.at(-1);
  return `Entry ${last + 1} of ${typeof list === 'number' ? `tier ${list + 1}` : `\`${list}\``}${ownerOf(value, above)}`;
};

/** The section at a path, as the end of a sentence about its keys. */
export const sectionAt = (value: unknown, path: Path): string => {
  if (path.length === 0) return 'this file';
  return namedAt(value, path) ?? titleOf(value, path).replace(/^(The|Entry)/, (word) => word.toLowerCase());
};

const ownerOf = (value: unknown, path: Path): string => {
  for (let length = path.length; length > 0; length -= 1) {
    const owner = namedAt(value, path.slice(0, length));
    if (owner !== undefined) return ` of ${owner}`;
  }
  return '';
};

/** The route, deployment or credential at a path, if one is there. */
const namedAt = (value: unknown, path: Path): string | undefined => {
  const [section, which] = path;
  if (section === 'credentials' && path.length === 2) return `the credential ${shownName(String(which))}`;
  if (section !== 'routes' || typeof path.at(-1) !== 'number') return undefined;
  const found = valueAt(value, path) as { readonly name?: unknown; readonly model?: unknown } | null | undefined;
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
  if (path.length === 2) return typeof found.model === 'string' ? `the route ${shownName(found.model)}` : undefined;
  return typeof found.name === 'string' ? `the deployment ${shownName(found.name)}` : undefined;
};
