const units = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** `850 ms`, `12.3s`, `4m 5s`, `3h 2m`, `12d 3h`: at most two units, the smaller left out when zero. */
export const showDuration = (ms: number): string => {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.floor(ms / 1000);
  const first = units.findIndex(([, size]) => seconds >= size);
  const [unit, size] = units[first] as (typeof units)[number];
  const [smaller, smallerSize] = units[first + 1] as (typeof units)[number];
  const rest = Math.floor((seconds % size) / smallerSize);
  return rest > 0 ? `${Math.floor(seconds / size)}${unit} ${rest}${smaller}` : `${Math.floor(seconds / size)}${unit}`;
};

const durationIn = /^(\d{1,9})\s*([smhd]?)$/;

/** Seconds in `90`, `90s`, `10m`, `2h` or `1d`; undefined for anything else. */
export const readDuration = (text: string): number | undefined => {
  const [, count, unit = ''] = durationIn.exec(text.trim()) ?? [];
  if (count === undefined) return undefined;
  const [, size] = units.find(([name]) => name === unit) ?? ['s', 1];
  return Number(count) * size;
};
