import { startPart } from './start-part.mjs';

/** In this order parts are stopped: who accepts work first, what everything needs last. */
const order = ['api', 'worker', 'model', 'redis'];
const kindOf = ({ role }) => role.replace(/-\d+$/, '');

/**
 * Starts parts and watches them. `crashed` is fulfilled with the first one that ends without being asked to, as `{ part, reason }`;
 * `start` gives back the part, or undefined once all are being stopped;
 * `stop` ends all in order and resolves when none is left; `kill` makes a stop under way a firm one,
 * sparing Redis, which has data to write, the first time.
 */
export const createSupervisor = ({ graceMs, onStop, onProblem }) => {
  const parts = [];
  let stopping;
  let firm = false;
  let reportCrash;
  const crashed = new Promise((resolve) => {
    reportCrash = resolve;
  });

  const start = (wanted) => {
    if (stopping) return undefined;
    const part = startPart({ ...wanted, onProblem });
    parts.push(part);
    void part.exited.then((reason) => {
      if (!stopping) reportCrash({ part, reason });
    });
    return part;
  };
  const stopAll = async () => {
    for (const kind of order) {
      const now = parts.filter((part) => kindOf(part) === kind);
      if (now.length === 0) continue;
      onStop(now.map(({ role }) => role));
      await Promise.all(now.map((part) => part.stop(graceMs(kind))));
    }
  };
  const stop = () => {
    stopping ??= stopAll();
    return stopping;
  };
  const kill = () => {
    for (const part of parts) if (kindOf(part) !== 'redis' || firm) part.kill();
    firm = true;
  };
  return { parts, start, crashed, stop, kill };
};
