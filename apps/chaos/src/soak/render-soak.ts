import type { SoakResult } from './run-soak.js';

const shown = (value: number, what: string): string =>
  what.endsWith('bytes') ? `${(value / 1_048_576).toFixed(1)} MB` : value.toFixed(value < 100 ? 1 : 0);

/** The report of a soak, as Markdown. */
export const renderSoak = ({ watched, promised, open, warmUpMs }: SoakResult, about: string): string =>
  `${[
    about,
    '',
    `${promised} tasks, ${open} left open; the first ${Math.round(warmUpMs / 60_000)} minutes are warm-up.`,
    '',
    '| Of | What | Level | An hour would add | |',
    '|---|---|---:|---:|---|',
    ...watched.map(({ whose, what, judgment: { level, perHour, growing } }) => {
      const name = what.replace(', bytes', '');
      return `| ${whose} | ${name} | ${shown(level, what)} | ${shown(perHour, what)} | ${growing ? '**grows**' : 'flat'} |`;
    }),
  ].join('\n')}\n`;
