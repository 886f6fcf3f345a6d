/** Lets things take their course for so many milliseconds: a fault has to last. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
