import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Keyboard, Screen, Terminal } from './terminal.js';

export interface OpenTerminalOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called once nobody reads a stream any more, as after `| head`. */
  readonly onClosed: () => void;
}

const screenOf = (stream: WriteStream, onClosed: () => void): Screen => {
  stream.on('error', onClosed);
  return {
    write: (written) => void stream.write(written),
    isTTY: Boolean(stream.isTTY),
    columns: () => stream.columns || 80,
    rows: () => stream.rows || 24,
    onResize: (changed) => {
      stream.on('resize', changed);
      return () => void stream.off('resize', changed);
    },
  };
};

const readLine = (stdin: ReadStream): Promise<string> =>
  new Promise((resolve) => {
    const lines = createInterface({ input: stdin });
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => resolve(''));
  });

const keyboardOf = (stdin: ReadStream): Keyboard => ({
  isTTY: Boolean(stdin.isTTY),
  readAll: () => text(stdin),
  readLine: () => readLine(stdin),
  onKey: (pressed) => {
    if (!stdin.isTTY) return () => {};
    const onData = (bytes: Buffer): void => pressed(bytes.toString('utf8'));
    stdin.setRawMode(true).on('data', onData).resume();
    return () => void stdin.off('data', onData).setRawMode(false).pause();
  },
});

const mayColour = (stream: WriteStream, env: OpenTerminalOptions['env']): boolean =>
  Boolean(stream.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';

/** The terminal, pipes or files that the process was given. */
export const openTerminal = ({ stdin, stdout, stderr, env, onClosed }: OpenTerminalOptions): Terminal => ({
  out: screenOf(stdout, onClosed),
  err: screenOf(stderr, onClosed),
  input: keyboardOf(stdin),
  colours: { out: mayColour(stdout, env), err: mayColour(stderr, env) },
});
