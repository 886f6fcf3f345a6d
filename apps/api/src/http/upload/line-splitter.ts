export interface UploadedLine {
  /** Counted from 1, blank lines included. */
  readonly number: number;
  /** Without its line end; undefined = longer than is taken. */
  readonly bytes: Buffer | undefined;
}

/**
 * Makes lines of pieces of bytes, wherever they were cut. A line ends with `\n` or `\r\n`, the last one with the end. Blank lines are left out,
 * and so is a byte order mark before the first, which some editors write (RFC 8259, 8.1, lets a reader ignore it).
 */
export interface LineSplitter {
  push(chunk: Buffer): readonly UploadedLine[];
  end(): readonly UploadedLine[];
  /** Lines so far, blank ones included. */
  count(): number;
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const blanks = new Set([0x20, 0x09, carriageReturn]);
const smallest = 1024;
const byteOrderMark = Buffer.from('\uFEFF');

/** Holds at most one line of `limitBytes`, whatever comes. */
export const createLineSplitter = ({ limitBytes }: { readonly limitBytes: number }): LineSplitter => {
  // With the mark that may begin it and the carriage return that may end it. Grown by doubling: many tiny pieces kept one by one would take many times their size.
  const most = byteOrderMark.length + limitBytes + 1;
  let held = Buffer.alloc(0);
  let length = 0;
  let tooLong = false;
  let count = 0;

  const hold = (piece: Buffer): void => {
    if (tooLong || length + piece.length > most) {
      tooLong = true;
      forget();
      return;
    }
    if (length + piece.length > held.length) {
      const larger = Buffer.allocUnsafe(Math.min(most, Math.max(smallest, held.length * 2, length + piece.length)));
      held.copy(larger, 0, 0, length);
      held = larger;
    }
    piece.copy(held, length);
    length += piece.length;
  };
  const forget = (): void => {
    held = Buffer.alloc(0);
    length = 0;
  };

  const finish = (last: Buffer): readonly UploadedLine[] => {
    if (length > 0 || tooLong) hold(last);
    const line = length > 0 ? held.subarray(0, length) : last;
    const bytes = tooLong ? undefined : withoutReturn(count === 0 ? withoutMark(line) : line);
    forget();
    tooLong = false;
    count += 1;
    if (bytes?.every((byte) => blanks.has(byte))) return [];
    return [{ number: count, bytes: bytes && bytes.length <= limitBytes ? bytes : undefined }];
  };

  return {
    push: (chunk) => {
      const lines: UploadedLine[] = [];
      let from = 0;
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
        // Millions of them may come, and each should cost next to nothing.
        if (at === from && length === 0 && !tooLong) count += 1;
        else lines.push(...finish(chunk.subarray(from, at)));
        from = at + 1;
      }
      if (from < chunk.length) hold(chunk.subarray(from));
      return lines;
    },
    end: () => (length > 0 || tooLong ? finish(Buffer.alloc(0)) : []),
    count: () => count,
  };
};

const withoutMark = (line: Buffer): Buffer =>
  line.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? line.subarray(byteOrderMark.length) : line;

const withoutReturn = (line: Buffer): Buffer => (line.at(-1) === carriageReturn ? line.subarray(0, -1) : line);
