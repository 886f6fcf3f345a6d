import type { CreatedKey, KeyView } from '@millrace/contracts';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { openSession, type Session } from '../open-session.js';
import { addBudgetOptions, type BudgetFlags, budgetOf, spentOf } from './budget-options.js';
import { act, type Cli, define } from './define.js';
import { decimal, duration, several } from './option-readers.js';

interface CreateFlags extends BudgetFlags {
  readonly name: string;
  readonly tenant: string;
  readonly scope?: readonly ('tasks' | 'admin')[];
  readonly expiresIn?: number;
  readonly weight?: number;
}

interface UpdateFlags extends BudgetFlags {
  readonly name?: string;
  readonly weight?: number;
  /** False with `--no-budget`. */
  readonly budget: boolean;
}

const showKey = (session: Session, created: CreatedKey): ExitCode => {
  if (session.json) session.writeJson(created);
  else {
    session.write(`${created.key}\n`);
    session.say(`Key ${created.id} of tenant ${created.tenant}, scopes ${created.scopes.join(', ')}. It is shown this once only.`);
  }
  return exitCodes.ok;
};

const stateOf = ({ revoked_at, expires_at }: KeyView): string =>
  revoked_at ? `revoked ${revoked_at}` : expires_at ? `until ${expires_at}` : 'active';

const addCreate = (cli: Cli, under: Cli['program']): void => {
  const command = addBudgetOptions(
    define(cli, {
      under,
      usage: 'create',
      summary: 'make a key; it goes to stdout, this once',
      examples: [['millrace keys create --name laptop --tenant acme', 'a key that may submit and read tasks']],
    })
      .requiredOption('--name <name>', 'what it is for')
      .requiredOption('--tenant <tenant>', 'whose tasks it sees')
      .option('--scope <scope,...>', 'tasks or admin; may be repeated (default: tasks)', several)
      .option('--expires-in <duration>', 'such as 12h or 90d', duration)
      .option('--weight <n>', 'its share beside other keys, from 0.1 to 100', decimal(0.1, 100)),
  );
  act<[], CreateFlags>(cli, command, async ({ flags }) => {
    const session = openSession(cli.context, command, { admin: true });
    const { name, tenant, scope = ['tasks'], expiresIn, weight } = flags;
    const expires = expiresIn === undefined ? {} : { expires_at: new Date(cli.context.now() + expiresIn * 1000).toISOString() };
    const budget = budgetOf(flags);
    const wanted = { name, tenant, scopes: [...scope], ...expires, ...(weight !== undefined && { weight }), ...(budget && { budget }) };
    return showKey(session, await session.millrace.keys.create(wanted, { signal: cli.context.interrupted }));
  });
};

const addList = (cli: Cli, under: Cli['program']): void => {
  const command = define(cli, {
    under,
    usage: 'list',
    summary: 'list keys, newest first',
    examples: [['millrace keys list --tenant acme', 'those of one tenant']],
  }).option('--tenant <tenant>', 'only of this tenant');
  act<[], { tenant?: string }>(cli, command, async ({ flags }) => {
    const session = openSession(cli.context, command, { admin: true });
    const keys: KeyView[] = [];
    for await (const key of session.millrace.keys.list({ tenant: flags.tenant }, { signal: cli.context.interrupted })) keys.push(key);
    session.table<KeyView>(
      [
        { title: 'ID', value: ({ id }) => id },
        { title: 'TENANT', value: ({ tenant }) => tenant },
        { title: 'SCOPES', value: ({ scopes }) => scopes.join(',') },
        { title: 'LAST USED', value: ({ last_used_at }) => last_used_at },
        { title: 'STATE', value: stateOf },
        { title: 'SPENT USD', value: spentOf },
        { title: 'NAME', value: ({ name }) => name },
      ],
      keys,
      'There are no stored keys.',
    );
    return exitCodes.ok;
  });
};

const addUpdate = (cli: Cli, under: Cli['program']): void => {
  const command = addBudgetOptions(
    define(cli, {
      under,
      usage: 'update <id>',
      summary: 'change what a key may do and spend, effective within a second',
      examples: [
        ['millrace keys update 1a2b3c4d --daily-usd 40', 'a higher budget; held tasks go on'],
        ['millrace keys update 1a2b3c4d --no-budget', 'it may spend what it likes'],
      ],
    })
      .option('--name <name>', 'what it is for')
      .option('--weight <n>', 'its share beside other keys, from 0.1 to 100', decimal(0.1, 100))
      .option('--no-budget', 'take its budget away'),
  );
  act<[string], UpdateFlags>(cli, command, async ({ args: [id], flags }) => {
    const session = openSession(cli.context, command, { admin: true });
    const { name, weight } = flags;
    const budget = flags.budget ? budgetOf(flags) : null;
    const change = {
      ...(name !== undefined && { name }),
      ...(weight !== undefined && { weight }),
      ...(budget !== undefined && { budget }),
    };
    const key = await session.millrace.keys.update(id, change, { signal: cli.context.interrupted });
    if (session.json) session.writeJson(key);
    else session.write(`${key.id}\t${stateOf(key)}\t${spentOf(key)}\n`);
    return exitCodes.ok;
  });
};

const addRotate = (cli: Cli, under: Cli['program']): void => {
  const command = define(cli, {
    under,
    usage: 'rotate <id>',
    summary: 'make a new key in place of one; it goes to stdout, this once',
    examples: [['millrace keys rotate 1a2b3c4d --overlap 1h', 'the old one goes on for an hour']],
  }).option('--overlap <duration>', 'how long the old one goes on; a day unless given', duration);
  act<[string], { overlap?: number }>(cli, command, async ({ args: [id], flags }) => {
    const session = openSession(cli.context, command, { admin: true });
    const rotation = flags.overlap === undefined ? {} : { overlap_seconds: flags.overlap };
    return showKey(session, await session.millrace.keys.rotate(id, rotation, { signal: cli.context.interrupted }));
  });
};

const addRevoke = (cli: Cli, under: Cli['program']): void => {
  const command = define(cli, {
    under,
    usage: 'revoke <id>',
    summary: 'make a key worthless, within a second everywhere',
    examples: [['millrace keys revoke 1a2b3c4d', 'what it holds open ends as well']],
  });
  act<[string], object>(cli, command, async ({ args: [id] }) => {
    const session = openSession(cli.context, command, { admin: true });
    const key = await session.millrace.keys.revoke(id, { signal: cli.context.interrupted });
    if (session.json) session.writeJson(key);
    else session.write(`${key.id}\t${stateOf(key)}\n`);
    return exitCodes.ok;
  });
};

/** `millrace keys …`. */
export const addKeys = (cli: Cli): void => {
  const keys = define(cli, {
    usage: 'keys',
    group: 'Operators:',
    summary: 'make, list, change, rotate and revoke API keys',
    examples: [
      ['millrace keys create --name ci --tenant acme > ci.key', 'the key goes to stdout, this once'],
      ['millrace keys list', 'all of them, without the keys themselves'],
    ],
  });
  for (const add of [addCreate, addList, addUpdate, addRotate, addRevoke]) add(cli, keys);
};
