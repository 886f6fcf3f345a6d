import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface Output {
  text(): string;
  /** The first line that contains the text or matches; rejects, with all that was written, once the streams end without it. */
  line(wanted: string | RegExp): Promise<string>;
}

interface Waiter {
  readonly wanted: string | RegExp;
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

const fits = (line: string, wanted: string | RegExp): boolean => (typeof wanted === 'string' ? line.includes(wanted) : wanted.test(line));

/** Collects what several streams write, line by line in the order it comes. */
export const createOutput = (streams: readonly Readable[]): Output => {
  const lines: string[] = [];
  let waiters: Waiter[] = [];
  let open = streams.length;
  const text = (): string => lines.join('\n');
  const missing = ({ wanted }: Waiter): Error => new Error(`ended without writing ${wanted}:\n${text()}`);

  const add = (line: string): void => {
    lines.push(line);
    for (const waiter of waiters) if (fits(line, waiter.wanted)) waiter.resolve(line);
    waiters = waiters.filter(({ wanted }) => !fits(line, wanted));
  };
  const close = (): void => {
    open -= 1;
    if (open > 0) return;
    for (const waiter of waiters) waiter.reject(missing(waiter));
    waiters = [];
  };
  for (const stream of streams) createInterface({ input: stream }).on('line', add).on('close', close);

  return {
    text,
    line: (wanted) =>
      new Promise((resolve, reject) => {
        const written = lines.find((line) => fits(line, wanted));
        const waiter = { wanted, resolve, reject };
        if (written !== undefined) resolve(written);
        else if (open === 0) reject(missing(waiter));
        else waiters.push(waiter);
      }),
  };
};
