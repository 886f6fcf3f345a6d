import type { QueueList } from '@millrace/contracts';
import type { Calls } from '../http/create-calls.js';
import type { Queues } from './queues.js';

const root = 'queues';

export const createQueues = ({ read, change, all }: Calls): Queues => ({
  list: async (options) => (await read<QueueList>([root], options)).data,
  get: (route, options) => read([root, route], options),
  pause: (route, options) => change('POST', [root, route, 'pause'], options),
  resume: (route, options) => change('POST', [root, route, 'resume'], options),
  deadLetters: (route, query = {}, options) => all([root, route, 'dead-letters'], options, { ...query }),
  deadLettersPage: (route, query = {}, options) => read([root, route, 'dead-letters'], options, { ...query }),
  redrive: (route, which, options) => change('POST', [root, route, 'redrive'], options, which),
});
