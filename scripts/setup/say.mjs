const plain = !process.stdout.isTTY || process.env.NO_COLOR !== undefined;
const style = (code) => (text) => (plain ? text : `\u001b[${code}m${text}\u001b[0m`);

export const bold = style(1);
export const dim = style(2);
export const red = style(31);

let stream = process.stdout;

export const say = (text = '') => void stream.write(`${text}\n`);

/** From now on what is said goes to stderr: for programs whose stdout is data. */
export const sayOnStderr = () => {
  stream = process.stderr;
};

/** "0.4 s" since a time of `performance.now()`. */
export const secondsSince = (started) => `${((performance.now() - started) / 1000).toFixed(1)} s`;
