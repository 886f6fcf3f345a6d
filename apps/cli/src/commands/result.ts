import { openSession } from '../open-session.js';
import { taskExitCode } from '../task-words/task-exit-code.js';
import { tellOutcome } from '../task-words/tell-outcome.js';
import { act, type Cli, define } from './define.js';

/** `millrace result`. */
export const addResult = (cli: Cli): void =>
  act<[string], object>(
    cli,
    define(cli, {
      usage: 'result <id>',
      group: 'Tasks:',
      summary: "print a task's answer, waiting for it if need be",
      examples: [['millrace result task_019ab0c4-… > answer.txt', 'the file will hold the answer and nothing else']],
    }),
    async ({ args: [id], command }) => {
      const session = openSession(cli.context, command);
      const task = await session.millrace.tasks.wait(id, { signal: cli.context.interrupted });
      if (session.json) session.writeJson(task);
      else tellOutcome(session, task, { withText: true, raw: !cli.context.terminal.out.isTTY });
      return taskExitCode(task.status);
    },
  );
