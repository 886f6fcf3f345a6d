import type { Models } from './models.js';

/** The models of this moment: a reload replaces them, so whoever needs them asks at each use. */
export interface LiveModels<Kind extends Models = Models> {
  current(): Kind;
  replace(models: Kind): void;
  /** Called after each replacement, in the order of registration. */
  onChange(listener: (now: Kind, before: Kind) => void): void;
}

export const createLiveModels = <Kind extends Models>(first: Kind): LiveModels<Kind> => {
  const listeners: ((now: Kind, before: Kind) => void)[] = [];
  let current = first;
  return {
    current: () => current,
    replace: (models) => {
      const before = current;
      current = models;
      for (const listener of listeners) listener(models, before);
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
};
