/** A time as callers see it. */
export const renderTime = (ms: number): string => new Date(ms).toISOString();
