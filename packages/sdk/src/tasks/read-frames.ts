import { linesOf } from '../http/lines-of.js';

/** One frame of a stream of server-sent events: its fields, the last of each name, lines of `data` joined. */
export type Frame = ReadonlyMap<string, string>;

const frameOf = (lines: readonly string[]): Frame => {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    // A line that begins with a colon is a comment.
    if (colon === 0) continue;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    const before = name === 'data' ? fields.get(name) : undefined;
    fields.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  return fields;
};

/**
 * The frames of a stream of server-sent events (WHATWG HTML, 9.2), as they come; comments give frames without fields. What a break
 * cuts off is dropped.
 */
export const readFrames = async function* (bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Frame, void, undefined> {
  let lines: string[] = [];
  for await (const line of linesOf(bytes)) {
    if (line !== '') {
      lines.push(line);
      continue;
    }
    if (lines.length > 0) yield frameOf(lines);
    lines = [];
  }
};
