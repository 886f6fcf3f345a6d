import { parseArgs } from 'node:util';
import { everyFault } from './faults/every-fault.js';
import type { Fault } from './faults/fault.js';

export interface Flags {
  readonly seed: number;
  /** How often each fault comes alone, and how often some of them together. */
  readonly alone: number;
  readonly together: number;
  readonly faults: readonly Fault[];
  /** Where the report goes, as Markdown. */
  readonly write: string | undefined;
  /** Where all that the processes printed goes. */
  readonly logs: string | undefined;
}

const wholeNumber = (name: string, text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} wants a whole number; not "${text}".`);
  return number;
};

const faultNamed = (name: string): Fault => {
  const found = everyFault.find((fault) => fault.name === name);
  if (found) return found;
  throw new Error(`--only wants ${everyFault.map((fault) => fault.name).join(', ')}; not "${name}".`);
};

/** Reads the command line; throws an error whose message says what is wrong with it. */
export const readFlags = (args: string[]): Flags => {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string' },
      alone: { type: 'string', default: '1' },
      together: { type: 'string', default: '10' },
      only: { type: 'string', multiple: true, default: [] },
      write: { type: 'string' },
      logs: { type: 'string' },
    },
  });
  return {
    seed: values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : wholeNumber('seed', values.seed),
    alone: wholeNumber('alone', values.alone),
    together: wholeNumber('together', values.together),
    faults: values.only.length > 0 ? values.only.map(faultNamed) : everyFault,
    write: values.write,
    logs: values.logs,
  };
};
