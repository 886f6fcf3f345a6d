/** A page of a list. */
export interface Page<Item> {
  readonly object: 'list';
  readonly data: Item[];
  readonly has_more: boolean;
  readonly next_cursor?: string;
}

/** `next` leads to the next page; undefined on the last one. */
export const pageOf = <Item>(data: readonly Item[], next: string | undefined): Page<Item> => ({
  object: 'list',
  data: [...data],
  has_more: next !== undefined,
  ...(next !== undefined && { next_cursor: next }),
});
