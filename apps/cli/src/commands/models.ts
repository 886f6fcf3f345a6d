import { exitCodes } from '../exit-codes.js';
import { openSession } from '../open-session.js';
import { act, type Cli, define } from './define.js';

/** `millrace models`. */
export const addModels = (cli: Cli): void =>
  act<[], object>(
    cli,
    define(cli, {
      usage: 'models',
      group: 'Tasks:',
      summary: 'list the models that can be asked',
      examples: [['millrace models', 'names for --model']],
    }),
    async ({ command }) => {
      const session = openSession(cli.context, command);
      const models = await session.millrace.models.list({ signal: cli.context.interrupted });
      session.table(
        [
          { title: 'MODEL', value: ({ id }) => id },
          { title: 'OWNER', value: ({ owned_by }) => owned_by },
        ],
        models,
        'No models are served.',
      );
      return exitCodes.ok;
    },
  );
