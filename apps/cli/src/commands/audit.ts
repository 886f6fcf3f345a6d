import type { AuditEntry } from '@millrace/contracts';
import { exitCodes } from '../exit-codes.js';
import { openSession } from '../open-session.js';
import { act, type Cli, define } from './define.js';
import { wholeNumber } from './option-readers.js';

/** `millrace audit`. */
export const addAudit = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'audit',
    group: 'Operators:',
    summary: 'list who did what to keys and queues, newest first',
    examples: [['millrace audit --json --limit 1000', 'a JSON value for each, with what was changed']],
  }).option('-n, --limit <n>', 'how many at most', wholeNumber(1, 10_000), 20);
  act<[], { limit: number }>(cli, command, async ({ flags: { limit } }) => {
    const session = openSession(cli.context, command, { admin: true });
    const entries: AuditEntry[] = [];
    for await (const entry of session.millrace.audit.list({ limit: Math.min(limit, 100) }, { signal: cli.context.interrupted })) {
      entries.push(entry);
      if (entries.length >= limit) break;
    }
    session.table<AuditEntry>(
      [
        { title: 'AT', value: ({ at }) => at },
        { title: 'ACTION', value: ({ action }) => action },
        { title: 'TARGET', value: ({ target }) => target },
        { title: 'KEY', value: ({ actor }) => actor.key_id },
        { title: 'TENANT', value: ({ actor }) => actor.tenant },
        { title: 'DETAILS', value: ({ details }) => details && JSON.stringify(details) },
      ],
      entries,
      'Nothing was done yet.',
    );
    return exitCodes.ok;
  });
};
