interface LineBufferOptions {
  /** Takes the lines that came together, joined by line breaks. */
  readonly write: (lines: string) => void;
  readonly flushAfterMs: number;
  /** Lines that are written without waiting further. */
  readonly maxLines: number;
}

/** Collects lines so that many share one write. */
export interface LineBuffer {
  add(line: string): void;
  flush(): void;
}

export const createLineBuffer = ({ write, flushAfterMs, maxLines }: LineBufferOptions): LineBuffer => {
  let lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (lines.length === 0) return;
    const joined = lines.join('\n');
    lines = [];
    write(joined);
  };
  return {
    add: (line) => {
      lines.push(line);
      if (lines.length >= maxLines) flush();
      else timer ??= setTimeout(flush, flushAfterMs);
    },
    flush,
  };
};
