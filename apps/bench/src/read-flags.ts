import { parseArgs } from 'node:util';

export const experiments = ['submit', 'work', 'call', 'latency', 'stream', 'goodput', 'faulty'] as const;
export type Experiment = (typeof experiments)[number];

export interface Flags {
  readonly rounds: number;
  /** Of what depends on the provider more than on the machine. */
  readonly providerRounds: number;
  readonly only: readonly Experiment[];
  /** Goodput at the provider's own limits, instead of ten times as high. */
  readonly unscaled: boolean;
  readonly size: 'full' | 'quick' | 'smoke';
  readonly json: string | undefined;
  readonly write: string | undefined;
}

const defaultRounds = { full: 5, quick: 3, smoke: 1 };

const isExperiment = (name: string): name is Experiment => (experiments as readonly string[]).includes(name);

const chosen = (names: readonly string[]): readonly Experiment[] => {
  const wrong = names.find((name) => !isExperiment(name));
  if (wrong !== undefined) throw new Error(`--only wants ${experiments.join(', ')}; not "${wrong}".`);
  return names.length > 0 ? names.filter(isExperiment) : experiments;
};

const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--rounds wants a whole number from 1; not "${text}".`);
  return number;
};

/** Reads the command line; throws an error whose message says what is wrong with it. */
export const readFlags = (args: string[]): Flags => {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      unscaled: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      smoke: { type: 'boolean', default: false },
      json: { type: 'string' },
      write: { type: 'string' },
    },
  });
  const size = values.smoke ? 'smoke' : values.quick ? 'quick' : 'full';
  const rounds = values.rounds === undefined ? defaultRounds[size] : wholeNumber(values.rounds);
  return {
    rounds,
    providerRounds: values.rounds === undefined ? 1 : rounds,
    only: chosen(values.only),
    unscaled: values.unscaled,
    size,
    json: values.json,
    write: values.write,
  };
};
