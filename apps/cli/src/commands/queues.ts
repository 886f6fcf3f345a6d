import { type DeadLetter, type FailureCode, failureCodes, type RedriveOutcome } from '@millrace/contracts';
import { Option } from 'commander';
import { exitCodes } from '../exit-codes.js';
import { openSession } from '../open-session.js';
import { printableLine } from '../terminal/printable.js';
import { act, type Cli, define } from './define.js';
import { deploymentColumns, deploymentRows } from './deployment-columns.js';
import { wholeNumber } from './option-readers.js';
import { queueColumns } from './queue-columns.js';

/** `millrace queues`. */
export const addQueues = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'queues',
    group: 'Operators:',
    summary: 'show each route: how much waits, since when, how fast it goes',
    examples: [
      ['millrace queues', 'a line for each route'],
      ['millrace queues --deployments', 'a line for each place that serves one: whether it is in service, and what it has left'],
    ],
  }).option('--deployments', 'show who serves the routes instead');
  act<[], { deployments?: boolean }>(cli, command, async ({ flags }) => {
    const session = openSession(cli.context, command, { admin: true });
    const queues = await session.millrace.queues.list({ signal: cli.context.interrupted });
    if (flags.deployments) session.table(deploymentColumns(session.paint.out), deploymentRows(queues), 'Nobody serves the routes.');
    else session.table(queueColumns(session.paint.out), queues, 'There are no routes.');
    return exitCodes.ok;
  });
};

const addSwitch = (cli: Cli, name: 'pause' | 'resume', summary: string): void => {
  const command = define(cli, {
    usage: `${name} <route>`,
    group: 'Operators:',
    summary,
    examples: [[`millrace ${name} default`, 'the names are those of `millrace queues`']],
  });
  act<[string], object>(cli, command, async ({ args: [route] }) => {
    const session = openSession(cli.context, command, { admin: true });
    const queue = await session.millrace.queues[name](route, { signal: cli.context.interrupted });
    session.table(queueColumns(session.paint.out), [queue], '');
    return exitCodes.ok;
  });
};

/** `millrace pause`. */
export const addPause = (cli: Cli): void => addSwitch(cli, 'pause', 'have workers take nothing more from a route; what runs goes on');

/** `millrace resume`. */
export const addResume = (cli: Cli): void => addSwitch(cli, 'resume', 'have workers take from a paused route again');

/** `millrace dead-letters`. */
export const addDeadLetters = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'dead-letters <route>',
    group: 'Operators:',
    summary: 'list tasks of a route that ended failed, newest first',
    examples: [['millrace dead-letters default --code upstream_timeout', 'those that failed in one way']],
  })
    .addOption(new Option('--code <code>', 'only tasks that failed with this code').choices(failureCodes))
    .option('-n, --limit <n>', 'how many at most', wholeNumber(1, 10_000), 100);
  act<[string], { code?: FailureCode; limit: number }>(cli, command, async ({ args: [route], flags }) => {
    const session = openSession(cli.context, command, { admin: true });
    const letters: DeadLetter[] = [];
    const query = { code: flags.code, limit: Math.min(flags.limit, 100) };
    for await (const letter of session.millrace.queues.deadLetters(route, query, { signal: cli.context.interrupted })) {
      letters.push(letter);
      if (letters.length >= flags.limit) break;
    }
    session.table<DeadLetter>(
      [
        { title: 'TASK', value: ({ task_id }) => task_id },
        { title: 'TENANT', value: ({ tenant }) => tenant },
        { title: 'CODE', value: ({ code }) => code },
        { title: 'ENDED', value: ({ ended_at }) => ended_at },
        { title: 'RETRIED AS', value: ({ retried_as }) => retried_as },
        { title: 'MESSAGE', value: ({ message }) => message },
      ],
      letters,
      'Nothing failed here.',
    );
    return exitCodes.ok;
  });
};

/** The new task, or why there is none. */
const redriveLine = (one: RedriveOutcome['data'][number]): string =>
  'id' in one
    ? `${one.task_id}\t${one.id}`
    : `${one.task_id}\trefused\t${one.problem.code}\t${printableLine(`${one.problem.title}: ${one.problem.detail}`)}`;

/** `millrace redrive`. */
export const addRedrive = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'redrive <route> [task...]',
    group: 'Operators:',
    summary: 'run failed tasks of a route again, as new tasks of their owners',
    more: 'A line for each: the task and the new one, or `refused`, the code and the reason. The exit code is 1 if any was refused.',
    examples: [
      ['millrace redrive default --code upstream_timeout', 'all that failed in one way, up to 1,000'],
      ['millrace redrive default task_019ab0c4-…', 'one of them'],
    ],
  })
    .addOption(new Option('--code <code>', 'only tasks that failed with this code').choices(failureCodes))
    .option('-n, --limit <n>', 'how many at most', wholeNumber(1, 1000), 1000);
  act<[string, string[]], { code?: FailureCode; limit: number }>(cli, command, async ({ args: [route, tasks], flags }) => {
    const session = openSession(cli.context, command, { admin: true });
    const some = { ...(flags.code !== undefined && { code: flags.code }), limit: flags.limit };
    const which = tasks.length > 0 ? { task_ids: tasks } : some;
    const outcome = await session.millrace.queues.redrive(route, which, { signal: cli.context.interrupted });
    if (session.json) session.writeJson(outcome);
    else for (const one of outcome.data) session.write(`${redriveLine(one)}\n`);
    session.say(`${outcome.redriven} run again, ${outcome.refused} refused.`);
    return outcome.refused > 0 ? exitCodes.failed : exitCodes.ok;
  });
};
