import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that is the same in every run with the same seed. */
export interface Random {
  /** A whole number from 0 to just below `limit`. */
  below(limit: number): number;
  /** One of the items; throws when there is none. */
  oneOf<Item>(items: readonly Item[]): Item;
  /** The items in another order. */
  shuffled<Item>(items: readonly Item[]): Item[];
}

export const createRandom = (seed: number): Random => {
  const generator = xoroshiro128plus(seed);
  const below = (limit: number): number => uniformInt(generator, 0, limit - 1);
  return {
    below,
    oneOf: (items) => {
      if (items.length === 0) throw new Error('there is none to choose from');
      return items[below(items.length)] as (typeof items)[number];
    },
    shuffled: (items) => {
      const left = [...items];
      return items.map(() => left.splice(below(left.length), 1)[0] as (typeof items)[number]);
    },
  };
};
