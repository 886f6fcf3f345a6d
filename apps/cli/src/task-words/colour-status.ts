import type { Paint } from '../terminal/paint.js';

/** Green for what went well, red for what did not, yellow for what runs. */
export const colourStatus = (paint: Paint, status: string, text = status): string => {
  if (status === 'succeeded') return paint.green(text);
  if (status === 'running') return paint.yellow(text);
  return status === 'failed' || status === 'expired' || status === 'cancelled' ? paint.red(text) : text;
};
