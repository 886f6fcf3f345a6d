import { distance } from 'fastest-levenshtein';

/** The known name that an unknown one was most likely meant to be: at most a third of its letters (two at least) may differ. */
export const closestName = (name: string, known: readonly string[]): string | undefined => {
  const lower = name.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(lower, candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best && best.edits <= Math.max(2, Math.floor(name.length / 3)) && best.edits < best.candidate.length ? best.candidate : undefined;
};
