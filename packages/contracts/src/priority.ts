/** Classes of priority: each has its weight in the fair share, none goes strictly before another. */
export const priorities = ['interactive', 'standard', 'bulk'] as const;
export type Priority = (typeof priorities)[number];
