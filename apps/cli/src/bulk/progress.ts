import { showDuration } from '../terminal/duration.js';
import type { Paint } from '../terminal/paint.js';
import type { Screen } from '../terminal/terminal.js';
import type { Tally } from './tally.js';

export interface ProgressOptions {
  readonly screen: Screen;
  readonly paint: Paint;
  readonly tally: () => Tally;
  readonly now: () => number;
  /** Whether lines are only handed in. */
  readonly submitOnly: boolean;
}

export interface Progress {
  /** A line of talk that the bar does not run into. */
  say(text: string): void;
  /** Takes the bar away. Safe to call twice. */
  stop(): void;
}

const count = (number: number): string => number.toLocaleString('en-US');

/** One line: how far, how fast, how much longer. `done` of `lines`, so many of them since `sinceMs`. */
export const progressLine = (
  tally: Tally,
  { newly, sinceMs, submitOnly }: { newly: number; sinceMs: number; submitOnly: boolean },
): string => {
  const done = submitOnly ? tally.submitted + tally.refused : tally.done;
  const share = tally.lines === 0 ? 1 : done / tally.lines;
  const perSecond = sinceMs > 0 ? (newly / sinceMs) * 1000 : 0;
  const bad = tally.failed + tally.refused;
  const left = perSecond > 0 && done < tally.lines ? [`${showDuration(Math.max(1, (tally.lines - done) / perSecond) * 1000)} left`] : [];
  return [
    `${Math.floor(share * 100)}%  ${count(done)} of ${count(tally.lines)}`,
    ...(submitOnly ? [] : [`${count(tally.submitted)} submitted`]),
    ...(bad > 0 ? [`${count(bad)} failed`] : []),
    `${perSecond >= 10 ? count(Math.round(perSecond)) : perSecond.toFixed(1)}/s`,
    ...left,
  ].join(' · ');
};

export const progressBar = (share: number, width: number): string => {
  const full = Math.round(Math.min(1, share) * width);
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}]`;
};

const everyMs = { terminal: 200, pipe: 15_000 };
const clearLine = '\r\u001b[2K';
const barWidth = 20;

/** A bar that is redrawn in place on a terminal; elsewhere a line now and then. */
export const startProgress = ({ screen, paint, tally, now, submitOnly }: ProgressOptions): Progress => {
  const began = now();
  const first = tally();
  const doneOf = (one: Tally): number => (submitOnly ? one.submitted + one.refused : one.done);
  const draw = (): void => {
    const current = tally();
    const line = progressLine(current, { newly: doneOf(current) - doneOf(first), sinceMs: now() - began, submitOnly });
    if (!screen.isTTY) {
      screen.write(`${line}\n`);
      return;
    }
    const share = current.lines === 0 ? 1 : doneOf(current) / current.lines;
    const room = screen.columns() - barWidth - 4;
    screen.write(`${clearLine}${paint.green(progressBar(share, barWidth))} ${line.slice(0, Math.max(0, room))}`);
  };
  const timer = setInterval(draw, screen.isTTY ? everyMs.terminal : everyMs.pipe);
  let running = true;
  const clear = (): void => {
    if (screen.isTTY) screen.write(clearLine);
  };
  return {
    say: (text) => {
      clear();
      screen.write(`${text}\n`);
    },
    stop: () => {
      if (!running) return;
      running = false;
      clearInterval(timer);
      clear();
    },
  };
};
