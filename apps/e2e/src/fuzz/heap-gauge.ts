import type { App } from '@millrace/testing';

/** Runs inside the process: on SIGUSR2 it collects what nobody holds, and tells the bytes that are left. */
const inside = `
let round = 0;
process.on('SIGUSR2', () => {
  gc();
  gc();
  round += 1;
  const { heapUsed, external } = process.memoryUsage();
  console.log(JSON.stringify({ heapRound: round, bytes: heapUsed + external }));
});`;

/** For the environment of an app whose memory is to be looked at. */
export const heapGaugeEnv = {
  NODE_OPTIONS: `--expose-gc --import data:text/javascript;base64,${Buffer.from(inside).toString('base64')}`,
};

/** Tells how many bytes an app holds, what nobody refers to left out. */
export const createHeapGauge = (app: App): (() => Promise<number>) => {
  let round = 0;
  return async () => {
    round += 1;
    app.process.signal('SIGUSR2');
    const line = await app.process.line(`"heapRound":${round},`);
    return (JSON.parse(line) as { readonly bytes: number }).bytes;
  };
};
