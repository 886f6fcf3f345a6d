import { distance } from 'fastest-levenshtein';

/**
 * The known name that an unknown one was most likely meant to be: at most a third of its letters (two at least) differ,
 * or it is the beginning of the known one.
 */
export const closestName = (name: string, known: readonly string[]): string | undefined => {
  const lower = name.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(lower, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(2, Math.floor(name.length / 3)) && edits < candidate.length)
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate ?? known.find((candidate) => lower.length >= 3 && candidate.startsWith(`${lower}_`));
};
