/** One server-sent event: its name, if it has one, and its data lines joined. */
export interface ServerSentEvent {
  readonly name: string;
  readonly data: string;
}

export interface EventLines {
  /** Whether any line so far was of the format, a comment included. */
  readonly recognised: boolean;
  /** Reads on. When `onEvent` returns false the rest is ignored and this returns false. */
  push(bytes: Uint8Array, onEvent: (event: ServerSentEvent) => boolean): boolean;
}

const space = 32;
const carriageReturn = 13;

/** Cuts bytes into server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html); lines end in LF or CRLF. */
export const createEventLines = (): EventLines => {
  const decoder = new TextDecoder();
  // Pieces of a line that has not ended; joined once, so that an endless line costs no more than its length.
  let pieces: string[] = [];
  let name = '';
  let data: string | undefined;
  let recognised = false;

  const takeField = (line: string): void => {
    const [key, value] = splitField(line);
    if (key === 'data') data = data === undefined ? value : `${data}\n${value}`;
    if (key === 'event') name = value;
    recognised ||= fields.has(key);
  };
  const takeEvent = (): ServerSentEvent | undefined => {
    const event = data === undefined ? undefined : { name, data };
    name = '';
    data = undefined;
    return event;
  };
  /** Takes the lines that have ended and returns the rest; undefined when the reader wants no more. */
  const takeLines = (text: string, onEvent: (event: ServerSentEvent) => boolean): string | undefined => {
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      const line = text.slice(from, text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end);
      from = end + 1;
      if (line !== '') takeField(line);
      const event = line === '' ? takeEvent() : undefined;
      if (event && !onEvent(event)) return undefined;
    }
    return text.slice(from);
  };
  const push: EventLines['push'] = (bytes, onEvent) => {
    pieces.push(decoder.decode(bytes, { stream: true }));
    if (!pieces.at(-1)?.includes('\n')) return true;
    const rest = takeLines(pieces.length === 1 ? (pieces[0] ?? '') : pieces.join(''), onEvent);
    pieces = rest ? [rest] : [];
    return rest !== undefined;
  };
  return {
    get recognised() {
      return recognised;
    },
    push,
  };
};

const fields = new Set(['data', 'event', 'id', 'retry', '']);

/** A line that begins with a colon is a comment: a field without a name. */
const splitField = (line: string): [string, string] => {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  return [line.slice(0, colon), line.slice(line.charCodeAt(colon + 1) === space ? colon + 2 : colon + 1)];
};
