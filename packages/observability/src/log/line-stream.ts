import type { Writable } from 'node:stream';

/** A stream that log lines can always be written to. */
export interface LineStream {
  write(text: string): void;
  /** Resolves when what was written is out, or cannot get out any more. */
  flush(): Promise<void>;
}

/** Wraps stdout so that a reader that went away (EPIPE) ends the writing and not the process. */
export const createLineStream = (stream: Writable): LineStream => {
  let gone = false;
  stream.on('error', () => {
    gone = true;
  });
  return {
    write: (text) => {
      if (!gone) stream.write(text);
    },
    flush: () =>
      new Promise((resolve) => {
        if (gone || stream.destroyed) resolve();
        else stream.write('', () => resolve());
      }),
  };
};
