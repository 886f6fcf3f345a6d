/** One page of any list of the api. */
export interface Page<Item> {
  readonly data: readonly Item[];
  readonly has_more?: boolean | undefined;
  readonly next_cursor?: string | undefined;
}

/** Everything from this page on, each page asked for when the one before it has been used up. */
export const itemsOf = async function* <Item>(
  page: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined;
  do {
    const { data, has_more, next_cursor } = await page(cursor);
    yield* data;
    cursor = has_more ? next_cursor : undefined;
  } while (cursor !== undefined);
};
