/** Does `work` for each item, so many at a time; rejects with the first failure. Takes an item only when a lane is free. */
export const inLanes = async <Item>(
  lanes: number,
  items: Iterable<Item> | AsyncIterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> => {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const item of items) {
    const one: Promise<void> = work(item)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(one));
    running.add(one);
    if (running.size >= lanes) await Promise.race(running);
    if (failures.length > 0) throw failures[0];
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
};
