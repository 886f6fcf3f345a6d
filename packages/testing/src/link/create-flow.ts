import type { Socket } from 'node:net';
import type { LinkConduct } from './link-conduct.js';

export interface FlowOptions {
  readonly from: Socket;
  readonly to: Socket;
  readonly way: 'there' | 'back';
  /** What holds for the next bytes. */
  readonly current: () => LinkConduct & { readonly lost: boolean };
}

interface OnTheWay {
  readonly atMs: number;
  readonly bytes: Buffer;
}

/** Passes on what comes from one socket to the other, in its order, as slow as it should be. */
export const createFlow = ({ from, to, way, current }: FlowOptions): void => {
  const waiting: OnTheWay[] = [];
  let freeAt = 0;
  let timer: NodeJS.Timeout | undefined;

  const pass = (bytes: Buffer): void => {
    if (to.destroyed || current().lost) return;
    if (!to.write(bytes)) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  };
  /** One timer for the first: timers of their own may fire in another order than they were meant to. */
  const passThoseDue = (): void => {
    timer = undefined;
    while (waiting[0] && waiting[0].atMs <= Date.now()) pass((waiting.shift() as OnTheWay).bytes);
    if (waiting[0]) timer = setTimeout(passThoseDue, Math.max(1, waiting[0].atMs - Date.now()));
  };
  from.on('data', (bytes: Buffer) => {
    const { lost, mute, delayMs = 0, bytesPerSecond } = current();
    if (lost || mute === 'both' || mute === way) return;
    const now = Date.now();
    const takesMs = bytesPerSecond === undefined ? 0 : (bytes.length * 1000) / bytesPerSecond;
    // Bytes never overtake those before them, also when the link becomes faster.
    freeAt = Math.max(freeAt, now + delayMs) + takesMs;
    if (freeAt <= now && waiting.length === 0) return pass(bytes);
    waiting.push({ atMs: freeAt, bytes });
    timer ??= setTimeout(passThoseDue, Math.max(1, freeAt - now));
  });
  from.once('close', () => clearTimeout(timer));
};
