import type { Clock } from '@millrace/runtime';
import { cleanFields } from './clean-fields.js';
import type { AccessLine, Fields, Level } from './log.js';
import { currentContext } from './log-context.js';
import { maskSecrets } from './mask-secrets.js';
import type { ProcessIdentity } from './process-identity.js';

export interface LineComposer {
  line(level: Level, event: string, fields?: Fields): string;
  accessLine(access: AccessLine): string;
}

interface LineComposerOptions {
  readonly identity: ProcessIdentity;
  readonly clock: Clock;
  /** Texts to mask wherever they stand, such as keys of no known shape. */
  readonly secrets: readonly string[] | (() => readonly string[]);
}

const shortestSecret = 6;

const maskerOf = (secrets: readonly string[]): ((line: string) => string) => {
  const escaped = secrets
    .filter((text) => text.length >= shortestSecret)
    .map((text) =>
      JSON.stringify(text)
        .slice(1, -1)
        .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
  if (escaped.length === 0) return (line) => line;
  // Not behind a lone backslash: what follows one belongs to an escape of the JSON, and cutting it would break the line.
  const known = new RegExp(`(?<!(?<!\\\\)\\\\)(?:${escaped.join('|')})`, 'g');
  return (line) => line.replaceAll(known, '***');
};

/** For secrets that can be replaced; a list never changes in itself. */
const liveMaskerOf = (secrets: () => readonly string[]): ((line: string) => string) => {
  let known = secrets();
  let mask = maskerOf(known);
  return (line) => {
    const now = secrets();
    if (now !== known) mask = maskerOf(now);
    known = now;
    return mask(line);
  };
};

const ownNames = ['level', 'timestamp', 'message', 'service', 'role', 'instance', 'version'];

/** The members of an object's JSON, without its braces. */
const members = (fields: object): string => JSON.stringify(fields).slice(1, -1);

const withoutOwnNames = (fields: Record<string, unknown>): Record<string, unknown> => {
  for (const name of ownNames) delete fields[name];
  return fields;
};

/** Makes the JSON lines of a log. A line is finished where it is logged: its time, its ids and its fields are those of that moment, however late it is written. */
export const createLineComposer = ({ identity, clock, secrets }: LineComposerOptions): LineComposer => {
  const mask = typeof secrets === 'function' ? liveMaskerOf(secrets) : maskerOf(secrets);
  const tail = `,${members(identity)}}`;
  // The log's own words stay readable when somebody chose one of them for a key.
  const compose = (level: Level, event: string, inner: string): string => {
    const message = /^\w+$/.test(event) ? `"${event}"` : mask(JSON.stringify(maskSecrets(event)));
    const head = `{"level":"${level}","timestamp":"${new Date(clock()).toISOString()}","message":${message}`;
    return inner === '' ? head + tail : `${head},${mask(inner)}${tail}`;
  };
  return {
    line: (level, event, fields = {}) => compose(level, event, members(withoutOwnNames(cleanFields({ ...currentContext(), ...fields })))),
    accessLine: (access) => compose('info', 'request', maskSecrets(members(access))),
  };
};
