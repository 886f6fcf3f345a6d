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
  readonly secrets: readonly string[];
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

/** Makes the JSON lines of a log. A line is finished where it is logged: its time, its ids and its fields are those of that moment, however late it is written. */
export const createLineComposer = ({ identity, clock, secrets }: LineComposerOptions): LineComposer => {
  const mask = maskerOf(secrets);
  const now = () => new Date(clock()).toISOString();
  return {
    line: (level, event, fields = {}) => {
      const head = { level, timestamp: now(), message: maskSecrets(event) };
      return mask(JSON.stringify({ ...head, ...cleanFields({ ...currentContext(), ...fields }), ...head, ...identity }));
    },
    accessLine: (access) =>
      mask(maskSecrets(JSON.stringify({ level: 'info', timestamp: now(), message: 'request', ...access, ...identity }))),
  };
};
