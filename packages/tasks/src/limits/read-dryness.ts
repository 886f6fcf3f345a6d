import type { Dryness } from './provider-status.js';

/** Reads what `begin.lua` left under `dry:<route>`; undefined while the route is not dry. */
export const readDryness = (text: string | null, nowMs: number): Dryness | undefined => {
  const [reason, until] = (text ?? '').split(' ');
  const untilMs = Number(until);
  return (reason === 'rate_limited' || reason === 'deployment_down') && untilMs > nowMs ? { reason, untilMs } : undefined;
};
