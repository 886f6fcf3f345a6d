import type { Clock } from '@millrace/runtime';

/** Tells a consumer that has silently stopped from one that has no reason to ask for jobs. */
export interface Silence {
  /** Redis has answered a fetch or a wait for jobs. */
  answered(): void;
  /** A job has come or gone, or so many are taken at most from now on. */
  counted(active: number, most: number): void;
  /** Ms since the last answer; 0 while every place is taken, for then nothing is asked. */
  ms(): number;
}

export const createSilence = ({ clock }: { readonly clock: Clock }): Silence => {
  let lastMs = clock();
  let full = false;
  return {
    answered() {
      lastMs = clock();
    },
    counted(active, most) {
      if (full) lastMs = clock();
      full = active >= most;
    },
    ms: () => (full ? 0 : Math.max(0, clock() - lastMs)),
  };
};
