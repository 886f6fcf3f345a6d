/** What one side puts in and another takes out in order; it holds so many and no more. */
export interface Backlog<Item> extends AsyncIterable<Item> {
  /** Resolves once there is room again. */
  put(item: Item): Promise<void>;
  /** No more comes; with an error, whoever takes is told of it after what is still there. */
  end(error?: unknown): void;
}

export const createBacklog = <Item>(most: number): Backlog<Item> => {
  const items: Item[] = [];
  let ended: { readonly error?: unknown } | undefined;
  let changed = Promise.withResolvers<void>();
  const tell = (): void => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const take = async function* (): AsyncGenerator<Item, void, undefined> {
    for (;;) {
      for (let item = items.shift(); item !== undefined; item = items.shift()) {
        tell();
        yield item;
      }
      if (ended?.error !== undefined) throw ended.error;
      if (ended) return;
      await changed.promise;
    }
  };
  return {
    put: async (item) => {
      items.push(item);
      tell();
      while (items.length >= most && !ended) await changed.promise;
    },
    end: (error) => {
      ended ??= error === undefined ? {} : { error };
      tell();
    },
    [Symbol.asyncIterator]: take,
  };
};
