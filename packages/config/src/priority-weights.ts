import { type Priority, priorities } from '@millrace/contracts';
import { z } from 'zod';
import { shownValue } from './shown-value.js';
import { splitList } from './text-schemas.js';

type PriorityWeights = Readonly<Record<Priority, number>>;

const defaults: PriorityWeights = { interactive: 4, standard: 1, bulk: 0.25 };
/** Beside weights too far apart the range of BullMQ's priorities is soon used up, and what lies beyond goes first come, first served. */
const [least, most] = [0.01, 100];

const parse = (text: string): readonly [Priority, number] | undefined => {
  const [, name, number] = /^([a-z]+)=(\d{1,3}(?:\.\d{1,6})?)$/.exec(text) ?? [];
  const priority = priorities.find((known) => known === name);
  const weight = Number(number);
  return priority && weight >= least && weight <= most ? [priority, weight] : undefined;
};

/** Reads a comma list of `class=weight`, each class once; those not listed keep their default. */
export const priorityWeightsSchema = z.string().transform((text, context): PriorityWeights => {
  const weights = new Map<Priority, number>();
  for (const item of splitList(text)) {
    const read = parse(item);
    if (!read) {
      const classes = priorities.join(', ');
      context.addIssue(
        `must be a comma list of class=weight from ${least} to ${most}, the classes being ${classes}; ${shownValue(item)} is none`,
      );
    } else if (weights.has(read[0])) context.addIssue(`must give ${read[0]} one weight, not two`);
    else weights.set(...read);
  }
  return { ...defaults, ...Object.fromEntries(weights) };
});
