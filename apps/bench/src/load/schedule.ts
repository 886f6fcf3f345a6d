/** When each of a load's requests is to be sent, in milliseconds from its start: evenly, whatever has become of those before. */
export const schedule = (perSecond: number, seconds: number): readonly number[] =>
  Array.from({ length: Math.round(perSecond * seconds) }, (_, index) => (index * 1000) / perSecond);
