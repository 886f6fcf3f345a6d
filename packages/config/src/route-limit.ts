import { z } from 'zod';
import { type Policy, parsePolicy } from './policy.js';
import { shownValue } from './shown-value.js';
import { splitList } from './text-schemas.js';

/** A policy for one operation, counted per key: `POST /predict=5/minute`. */
export interface RouteLimit {
  readonly method: string;
  readonly path: string;
  readonly policy: Policy;
}

const parse = (text: string): RouteLimit | undefined => {
  const [, method, path, written] = /^(GET|POST|PUT|PATCH|DELETE) (\/[^\s=]*)=(\S+)$/.exec(text) ?? [];
  const policy = written === undefined ? undefined : parsePolicy(written);
  return method === undefined || path === undefined || policy === undefined ? undefined : { method, path, policy };
};

interface RouteLimitsOptions {
  /** The limits of operations that the text does not list, written like it. */
  readonly defaults: string;
}

const byOperation = (text: string, report: (message: string) => void): Map<string, RouteLimit> => {
  const limits = new Map<string, RouteLimit>();
  for (const item of splitList(text)) {
    const limit = parse(item);
    const operation = `${limit?.method} ${limit?.path}`;
    if (limit === undefined)
      report(`must be a comma list of METHOD /path=policy, such as POST /predict=5/minute; ${shownValue(item)} is none`);
    else if (limits.has(operation)) report(`must give ${operation} one policy, not two`);
    else limits.set(operation, limit);
  }
  return limits;
};

/** Reads a comma list of `METHOD /path=policy`, each operation once; those with a default keep it unless they are listed. */
export const routeLimits = ({ defaults }: RouteLimitsOptions) =>
  z.string().transform((text, context): readonly RouteLimit[] => {
    const report = (message: string) => context.addIssue(message);
    return [...new Map([...byOperation(defaults, report), ...byOperation(text, report)]).values()];
  });
