import { say } from '../setup/say.mjs';
import { watchNpm } from './watch-npm.mjs';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
// npm passes Ctrl-C on to a process that the terminal has already told; one key press must not count as two.
const sameRequestMs = 500;

/** Listens for what asks a program to stop: `first` is fulfilled with an empty object at the first request, `onSecond` called at each later one. */
export const stopRequests = ({ onSecond }) => {
  let firstAt;
  let fulfil;
  const first = new Promise((resolve) => {
    fulfil = resolve;
  });
  const listener = () => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      say('\nStopping. Once more ends everything at once.');
      fulfil({});
    } else if (now - firstAt > sameRequestMs) onSecond();
  };
  for (const signal of signals) process.on(signal, listener);
  const unwatchNpm = watchNpm(listener);
  return {
    first,
    close: () => {
      unwatchNpm();
      for (const signal of signals) process.off(signal, listener);
    },
  };
};
