/** Keeps connections that have nothing to say from being taken for dead. */
export interface Heartbeats {
  /** Calls `beat` with every beat until the returned function is called. */
  join(beat: () => void): () => void;
}

/** One timer for all, which runs while there are any. */
export const createHeartbeats = ({ everyMs }: { readonly everyMs: number }): Heartbeats => {
  const beats = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  const beatAll = (): void => {
    for (const beat of beats) beat();
  };
  return {
    join: (beat) => {
      beats.add(beat);
      timer ??= setInterval(beatAll, everyMs).unref();
      return () => {
        beats.delete(beat);
        if (beats.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
};
