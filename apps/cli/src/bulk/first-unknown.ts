import { type CandidatesOptions, candidatesIn } from './candidates-in.js';

/** The place of the first one that nothing is known of; undefined when there is none. */
export const firstUnknown = async (options: CandidatesOptions): Promise<number | undefined> => {
  for await (const { line, place } of candidatesIn(options)) if (!options.job.isKnown(line)) return place;
  return undefined;
};
