/** Answers that sending the same request again may turn into a good one. */
export const transientStatuses: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
