/** How often a caller had to ask again for `what` ('submit' or 'read'), of what `createCaller` counts. */
export const countRetries = (retries, what) =>
  Object.entries(retries)
    .filter(([kind]) => kind.startsWith(what))
    .reduce((sum, [, count]) => sum + count, 0);
