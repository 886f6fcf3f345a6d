import type { Secret } from '@millrace/config';
import { createDashboardQueues, deliveryQueue } from '@millrace/queue';
import type { Clock, Service } from '@millrace/runtime';
import type { Redis } from 'ioredis';
import type { Limiter } from '../limits/leased-limiter.js';
import type { ApiTelemetry } from '../telemetry.js';
import { type Admin, createAdmin } from './admin.js';
import { type BoardQueue, createBoard } from './board.js';

export interface DashboardOptions {
  readonly login: { readonly user: string; readonly password: Secret };
  readonly routes: readonly string[];
  readonly queuesPrefix: string;
  readonly redis: Redis;
  readonly loginLimiter: Limiter;
  readonly telemetry: ApiTelemetry;
  readonly clock: Clock;
}

export interface Dashboard extends Service {
  readonly admin: Admin;
  /** Shows the queues of these routes from now on. */
  follow(routes: readonly string[]): void;
}

const closeWithinMs = 1000;

/** Bull Board over the queues of all routes and that of webhooks, with its login. */
export const createDashboard = ({ login, routes, queuesPrefix, redis, loginLimiter, telemetry, clock }: DashboardOptions): Dashboard => {
  const dashboard = createDashboardQueues({ queuesPrefix, redis });
  const queuesOf = (slugs: readonly string[]) => dashboard.queues([...slugs, deliveryQueue]) as readonly BoardQueue[];
  const { board, show } = createBoard(queuesOf(routes));
  return {
    name: 'dashboard',
    follow: (slugs) => show(queuesOf(slugs)),
    admin: createAdmin({ ...login, board, loginLimiter, telemetry, clock }),
    start: async () => {},
    stop: () => dashboard.close(closeWithinMs),
  };
};
