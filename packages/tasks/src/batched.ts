export interface BatchedOptions<I, O> {
  /** Answers a whole batch, one output per input and in their order. */
  readonly run: (inputs: readonly I[]) => Promise<readonly O[]>;
  readonly maxBatch: number;
}

interface Waiting<I, O> {
  readonly input: I;
  readonly resolve: (output: O) => void;
  readonly reject: (error: unknown) => void;
}

/** Turns single calls into batches: what arrives in one turn of the event loop goes out together, several batches in flight. */
export const batched = <I, O>({ run, maxBatch }: BatchedOptions<I, O>): ((input: I) => Promise<O>) => {
  let waiting: Waiting<I, O>[] = [];

  const send = async (batch: readonly Waiting<I, O>[]): Promise<void> => {
    try {
      const outputs = await run(batch.map(({ input }) => input));
      batch.forEach(({ resolve }, place) => {
        resolve(outputs[place] as O);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) void send(batch);
  };

  return (input) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ input, resolve, reject });
      // Not left for the end of the turn: Redis works on a full batch while the next one gathers.
      if (waiting.length === maxBatch) flush();
    });
};
