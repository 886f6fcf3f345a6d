/** Goes through the items at once, whoever asks for them, and keeps them until they are asked for. */
export const readAhead = <Item>(items: AsyncIterable<Item>): AsyncIterable<Item> => {
  const kept: Item[] = [];
  let ended = false;
  let wake = (): void => {};
  const reading = (async () => {
    try {
      for await (const item of items) {
        kept.push(item);
        wake();
      }
    } finally {
      ended = true;
      wake();
    }
  })();
  // It fails for whoever asks; nobody may.
  reading.catch(() => {});
  return (async function* () {
    for (;;) {
      yield* kept.splice(0);
      if (ended && kept.length === 0) return void (await reading);
      if (kept.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  })();
};
