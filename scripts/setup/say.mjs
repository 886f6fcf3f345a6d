const plain = !process.stdout.isTTY || process.env.NO_COLOR !== undefined;
const style = (code) => (text) => (plain ? text : `\u001b[${code}m${text}\u001b[0m`);

export const bold = style(1);
export const dim = style(2);
export const red = style(31);

export const say = (text = '') => void process.stdout.write(`${text}\n`);

/** "0.4 s" since a time of `performance.now()`. */
export const secondsSince = (started) => `${((performance.now() - started) / 1000).toFixed(1)} s`;
