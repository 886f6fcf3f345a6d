import { mostUsageDays } from '@millrace/contracts';
import { wrongParameter } from '../../http/wrong-parameter.js';

const dayMs = 86_400_000;

/** A UTC day, `yyyy-mm-dd`. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The days that are asked for: to today, and from the first of a month, if nothing else is said. */
export const usageDays = ({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }, nowMs: number) => {
  const last = to ?? dayOf(nowMs);
  const first = from ?? `${last.slice(0, 8)}01`;
  const [firstMs, lastMs] = [Date.parse(first), Date.parse(last)];
  if (firstMs > lastMs) throw wrongParameter('from', `must not be after ${to === undefined ? `today, ${last} in UTC` : '`to`'}`);
  const days = (lastMs - firstMs) / dayMs + 1;
  if (days > mostUsageDays) throw wrongParameter('from', `must be at most ${mostUsageDays} days before the last one, which is counted`);
  return Array.from({ length: days }, (_, place) => dayOf(firstMs + place * dayMs));
};
