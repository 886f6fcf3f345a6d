import type { Clock } from '@millrace/runtime';
import type { RouteOutlook } from './route-outlook.js';

/** A look at a route, and what this process has submitted to it since. */
export interface RecentOutlook {
  readonly outlook: Promise<RouteOutlook>;
  /** Whether it is there by now. */
  known: boolean;
  submitted: number;
}

export interface RecentOutlooksOptions {
  readonly read: (route: string) => Promise<RouteOutlook>;
  readonly clock: Clock;
}

/** Looks at each route once a second at most, however many ask. */
export const createRecentOutlooks = ({ read, clock }: RecentOutlooksOptions): ((route: string) => RecentOutlook) => {
  const recent = new Map<string, RecentOutlook & { readonly askedAtMs: number }>();
  return (route) => {
    const known = recent.get(route);
    if (known && Math.abs(clock() - known.askedAtMs) < freshMs) return known;
    const looked = { outlook: read(route), known: false, submitted: 0, askedAtMs: clock() };
    recent.set(route, looked);
    looked.outlook.then(
      () => {
        looked.known = true;
      },
      // What failed is not kept: the next one asks again.
      () => recent.get(route) === looked && recent.delete(route),
    );
    return looked;
  };
};

const freshMs = 1000;
