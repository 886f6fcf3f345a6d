/** An event of a stream as a caller reads it. */
export interface StreamEvent {
  readonly id: number;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads whole frames out of pieces of bytes; what a break cuts off is dropped with the parser. */
export const createFrameParser = (onFrame: (fields: ReadonlyMap<string, string>) => void): ((bytes: Uint8Array) => void) => {
  const decoder = new TextDecoder();
  let text = '';
  return (bytes) => {
    text += decoder.decode(bytes, { stream: true });
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const lines = frame.split('\n').map((line) => /^(\w*):? ?(.*)$/s.exec(line));
      onFrame(new Map(lines.map((line) => [line?.[1] ?? '', line?.[2] ?? ''])));
    }
  };
};
