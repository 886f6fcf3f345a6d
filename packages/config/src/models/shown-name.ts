import { shownValue } from '../shown-value.js';

const longest = 100;

/** A name that metrics and logs will show anyway, but for what looks like a key in its place. */
export const shownName = (text: string): string => {
  const masked = text.replaceAll(/\b((sk|pk|gsk|xai|mr|api)[-_]|AIza)[A-Za-z0-9_-]{6,}/gi, '***').replaceAll(/\p{Cc}/gu, ' ');
  return JSON.stringify(masked.length > longest ? `${masked.slice(0, longest)}…` : masked);
};

/** A key of a mapping, which may be anything. */
export const shownKey = (text: string): string =>
  /^[a-z_]{1,60}$/.test(text) ? `\`${text}\`` : shownValue(text).replaceAll(/^"|"$/g, '`');
