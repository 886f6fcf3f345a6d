/** Keys and places of lists, from the top of the file. */
export type Path = readonly (string | number)[];

/** What is wrong at one place of a file; the sentence holds no secret. */
export interface Mistake {
  readonly path: Path;
  /** Whether the key itself is meant, not its value. */
  readonly atKey?: boolean;
  /** What is wrong and what would be right, without a full stop. */
  readonly sentence: string;
}
