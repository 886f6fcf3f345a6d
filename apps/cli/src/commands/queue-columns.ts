import type { QueueView } from '@millrace/contracts';
import { showDuration } from '../terminal/duration.js';
import type { Paint } from '../terminal/paint.js';
import type { Column } from '../terminal/render-table.js';

const age = (seconds: number | undefined): string | undefined => (seconds === undefined ? undefined : showDuration(seconds * 1000));

/** What is shown of a route, by `queues` and by `top`. */
export const queueColumns = (paint: Paint): readonly Column<QueueView>[] => [
  { title: 'ROUTE', value: ({ route }) => route },
  {
    title: 'STATE',
    value: ({ paused, dry }) => (paused ? 'paused' : (dry?.reason ?? 'open')),
    colour: (cell, { paused, dry }) => {
      if (dry?.reason === 'deployment_down' && !paused) return paint.red(cell);
      return paused || dry ? paint.yellow(cell) : cell;
    },
  },
  { title: 'WAITING', value: ({ waiting }) => waiting, align: 'right' },
  { title: 'OLDEST', value: ({ oldest_waiting_seconds }) => age(oldest_waiting_seconds), align: 'right' },
  { title: 'RUNNING', value: ({ running }) => running, align: 'right' },
  { title: 'HELD', value: ({ held, scheduled, delayed }) => held + scheduled + delayed, align: 'right' },
  { title: 'STARTED/MIN', value: ({ started_per_minute }) => started_per_minute, align: 'right' },
  { title: 'WORKERS', value: ({ workers }) => workers, align: 'right' },
  { title: 'DEAD', value: ({ dead_letters }) => dead_letters, align: 'right' },
  { title: 'MODEL', value: ({ model }) => model },
];
