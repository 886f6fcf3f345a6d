import { exitCodes } from '../exit-codes.js';
import { openSession } from '../open-session.js';
import { describeTask } from '../task-words/describe-task.js';
import { act, type Cli, define } from './define.js';

/** `millrace status`. */
export const addStatus = (cli: Cli): void =>
  act<[string[]], object>(
    cli,
    define(cli, {
      usage: 'status <id...>',
      group: 'Tasks:',
      summary: 'show how tasks stand, with their answers',
      examples: [
        ['millrace status task_019ab0c4-…', 'everything about one task'],
        ['millrace status task_019ab0c4-… --json | jq .status', 'one field of it'],
      ],
    }),
    async ({ args: [ids], command }) => {
      const session = openSession(cli.context, command);
      for (const [index, id] of ids.entries()) {
        const task = await session.millrace.tasks.get(id, { signal: cli.context.interrupted });
        if (session.json) session.writeJson(task);
        else session.write(`${index > 0 ? '\n' : ''}${describeTask(task, session.paint.out, cli.context.now())}`);
      }
      return exitCodes.ok;
    },
  );
