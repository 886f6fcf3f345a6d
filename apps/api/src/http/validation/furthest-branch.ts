import type { z } from 'zod';

type Issues = readonly z.core.$ZodIssue[];

/**
 * The branch of a union whose check got furthest into the value, which is most likely the one that was meant;
 * undefined when every branch failed on the type of the whole value.
 */
export const furthestBranch = (branches: readonly Issues[]): Issues | undefined => {
  let best: Issues | undefined;
  let bestDepth = 0;
  for (const issues of branches) {
    const depth = depthOf(issues);
    if (depth > bestDepth) {
      best = issues;
      bestDepth = depth;
    }
  }
  return best;
};

/** 0 = not even the type is right; otherwise 1 and as many steps as the deepest complaint lies below. */
const depthOf = (issues: Issues): number => {
  if (issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0)) return 0;
  return 1 + largest(issues, stepsOf);
};

const stepsOf = (issue: z.core.$ZodIssue): number =>
  issue.path.length + (issue.code === 'invalid_union' ? largest(issue.errors, depthOf) : 0);

/** As arguments of `Math.max` tens of thousands would overflow the stack. */
const largest = <T>(all: readonly T[], sizeOf: (one: T) => number): number => all.reduce((most, one) => Math.max(most, sizeOf(one)), 0);
