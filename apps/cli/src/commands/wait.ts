import { openSession } from '../open-session.js';
import { colourStatus } from '../task-words/colour-status.js';
import { taskExitCodeOfAll } from '../task-words/task-exit-code.js';
import { tellOutcome } from '../task-words/tell-outcome.js';
import { act, type Cli, define } from './define.js';
import { inLanes } from './in-lanes.js';
import { duration } from './option-readers.js';

interface Flags {
  readonly timeout?: number;
}

/** So many waits are held open at once: a key may hold only so many. */
const lanes = 16;

/** `millrace wait`. */
export const addWait = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'wait <id...>',
    group: 'Tasks:',
    summary: 'wait until tasks have ended; a line for each as it ends',
    examples: [
      ['millrace wait task_019ab0c4-… && echo done', 'exit code 0 only if it succeeded'],
      ['millrace wait $(cat ids) --timeout 10m', 'many, but not for ever'],
    ],
  }).option('--timeout <duration>', 'give up after so long with exit code 1; the tasks go on', duration);
  act<[string[]], Flags>(cli, command, async ({ args: [ids], flags }) => {
    const session = openSession(cli.context, command);
    const statuses: string[] = [];
    const timeoutMs = flags.timeout === undefined ? undefined : flags.timeout * 1000;
    await inLanes(lanes, ids, async (id) => {
      const task = await session.millrace.tasks.wait(id, { signal: cli.context.interrupted, timeoutMs });
      statuses.push(task.status);
      if (session.json) return session.writeJson(task);
      session.write(`${task.id}\t${colourStatus(session.paint.out, task.status)}\n`);
      if (task.status !== 'succeeded') tellOutcome(session, task, { withText: false });
    });
    return taskExitCodeOfAll(statuses);
  });
};
