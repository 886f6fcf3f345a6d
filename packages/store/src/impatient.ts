import { StoreUnavailableError } from './store-unavailable-error.js';

/**
 * A call to the store that counts as failed when it takes longer than `patienceMs`. The connection's own timeout is not
 * enough: a call may be several commands, and commands of one turn wait for the pipeline before theirs.
 */
export const impatient =
  <Args extends readonly unknown[], Outcome>(
    call: (...args: Args) => Promise<Outcome>,
    patienceMs: number,
  ): ((...args: Args) => Promise<Outcome>) =>
  (...args) =>
    new Promise((resolve, reject) => {
      const giveUp = () => reject(new StoreUnavailableError(`Redis did not answer within ${patienceMs} ms`));
      // After a long turn of the event loop timers fire before answers are read: what has arrived by now still counts.
      const timer = setTimeout(() => setImmediate(giveUp), patienceMs);
      call(...args)
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
