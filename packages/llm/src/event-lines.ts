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
    const colon = line.indexOf(':');
    const key = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line.charCodeAt(colon + 1) === space ? colon + 2 : colon + 1);
    if (key === 'data') data = data === undefined ? value : `${data}\n${value}`;
    else if (key === 'event') name = value;
    else if (key !== '' && key !== 'id' && key !== 'retry') return;
    recognised = true;
  };
  const takeEvent = (): ServerSentEvent | undefined => {
    const event = data === undefined ? undefined : { name, data };
    name = '';
    data = undefined;
    return event;
  };
  const push: EventLines['push'] = (bytes, onEvent) => {
    const piece = decoder.decode(bytes, { stream: true });
    if (!piece.includes('\n')) {
      pieces.push(piece);
      return true;
    }
    const text = pieces.length === 0 ? piece : pieces.join('') + piece;
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      const line = text.slice(from, text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end);
      from = end + 1;
      if (line !== '') takeField(line);
      else {
        const event = takeEvent();
        if (event && !onEvent(event)) return false;
      }
    }
    pieces = from < text.length ? [text.slice(from)] : [];
    return true;
  };
  return {
    get recognised() {
      return recognised;
    },
    push,
  };
};
