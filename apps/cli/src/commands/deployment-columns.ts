import type { DeploymentView, QueueView } from '@millrace/contracts';
import type { Paint } from '../terminal/paint.js';
import type { Column } from '../terminal/render-table.js';

export interface DeploymentRow extends DeploymentView {
  readonly route: string;
}

export const deploymentRows = (queues: readonly QueueView[]): readonly DeploymentRow[] =>
  queues.flatMap(({ route, deployments }) => deployments.map((deployment) => ({ route, ...deployment })));

const stateOf = ({ state, cause, not_before }: DeploymentView): string => {
  if (state === 'closed') return not_before === undefined ? 'in service' : 'limiting';
  const out = state === 'open' ? 'out of service' : 'being tried';
  return cause === 'refused' ? `${out}: credential refused` : out;
};

/** The later of the times before which it is not asked. */
const notAskedUntil = ({ open_until = '', not_before = '' }: DeploymentView): string | undefined =>
  (open_until > not_before ? open_until : not_before) || undefined;

const perMinute = (left: number | undefined, limit: number | undefined): string | undefined =>
  left === undefined && limit === undefined ? undefined : `${left ?? '?'}/${limit ?? '?'}`;

/** What is shown of who serves a route, by `queues --deployments` and by `top`. */
export const deploymentColumns = (paint: Paint): readonly Column<DeploymentRow>[] => [
  { title: 'ROUTE', value: ({ route }) => route },
  { title: 'TIER', value: ({ tier }) => tier, align: 'right' },
  { title: 'DEPLOYMENT', value: ({ name }) => name },
  {
    title: 'STATE',
    value: stateOf,
    colour: (cell, { state, not_before }) => {
      if (state !== 'closed') return paint.red(cell);
      return not_before === undefined ? cell : paint.yellow(cell);
    },
  },
  {
    title: 'IN FLIGHT',
    value: ({ in_flight, limits }) => `${in_flight}${limits.max_in_flight === undefined ? '' : `/${limits.max_in_flight}`}`,
    align: 'right',
  },
  { title: 'REQUESTS', value: ({ remaining, limits }) => perMinute(remaining?.requests, limits.requests_per_minute), align: 'right' },
  { title: 'TOKENS', value: ({ remaining, limits }) => perMinute(remaining?.tokens, limits.tokens_per_minute), align: 'right' },
  { title: 'UNTIL', value: notAskedUntil },
  { title: 'CREDENTIAL', value: ({ credential }) => credential },
];
