import { distance } from 'fastest-levenshtein';

/** The known name that was probably meant, if any is near. */
export const closestName = (name: string, known: readonly string[]): string | undefined => {
  const nearness = Math.max(1, Math.min(3, Math.floor(name.length / 3)));
  const [best] = known
    .map((candidate) => ({
      candidate,
      edits: distance(name.toLowerCase().replaceAll('-', '_'), candidate.toLowerCase().replaceAll('-', '_')),
    }))
    .sort((one, other) => one.edits - other.edits);
  return best !== undefined && best.edits <= nearness ? best.candidate : undefined;
};
