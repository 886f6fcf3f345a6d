import type { WorkerView } from '@millrace/contracts';
import { exitCodes } from '../exit-codes.js';
import { openSession } from '../open-session.js';
import { act, type Cli, define } from './define.js';

/** `millrace workers`. */
export const addWorkers = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'workers',
    group: 'Operators:',
    summary: 'list the workers that called in lately, and the routes they take from',
    examples: [['millrace workers', 'a line for each']],
  });
  act<[], object>(cli, command, async () => {
    const session = openSession(cli.context, command, { admin: true });
    const workers = await session.millrace.workers.list({ signal: cli.context.interrupted });
    session.table<WorkerView>(
      [
        { title: 'ID', value: ({ id }) => id },
        { title: 'LAST SEEN', value: ({ last_seen_at }) => last_seen_at },
        { title: 'ROUTES', value: ({ routes }) => routes.join(',') },
      ],
      workers,
      'No worker called in lately: nothing runs until one is started.',
    );
    return exitCodes.ok;
  });
};
