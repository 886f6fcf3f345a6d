import type { Link, LinkConduct } from '@millrace/testing';
import { pause } from '../pause.js';
import type { Fault, Trial } from './fault.js';

type Side = 'redis' | 'model';

const linksTo = ({ ground }: Trial, side: Side): Link[] =>
  [...ground.apis, ...ground.workers].flatMap(({ toRedis, toModel }) => (side === 'redis' ? [toRedis] : toModel ? [toModel] : []));

const during = async (trial: Trial, side: Side, conduct: LinkConduct, ms: number): Promise<void> => {
  const links = linksTo(trial, side);
  for (const link of links) link.become(conduct);
  await pause(ms);
  for (const link of links) link.become({});
};

const resets = async (trial: Trial, side: Side): Promise<void> => {
  for (let times = 0; times < 5; times += 1) {
    trial.random.oneOf(linksTo(trial, side)).reset();
    await pause(200);
  }
};

/** Short, so that few callers wait for an answer in vain, and often, so that every command is met. */
const unseen = async (trial: Trial): Promise<void> => {
  for (let times = 0; times < 8; times += 1) {
    const link = trial.random.oneOf(linksTo(trial, 'redis'));
    link.become({ mute: 'back' });
    await pause(150);
    link.become({});
    await pause(150);
  }
};

const lost = async (trial: Trial, side: Side): Promise<void> => {
  trial.random.oneOf(linksTo(trial, side)).lose();
  await pause(15_000);
};

export const networkFaults: readonly Fault[] = [
  {
    name: 'redis-far-away',
    kind: 'network',
    story: 'Everything between the processes and Redis takes 40 ms longer each way.',
    run: (trial) => during(trial, 'redis', { delayMs: 40 }, 5000),
  },
  {
    name: 'redis-behind-a-thin-line',
    kind: 'network',
    story: 'Each connection to Redis carries 20 kB a second.',
    run: (trial) => during(trial, 'redis', { bytesPerSecond: 20_000 }, 5000),
  },
  {
    name: 'redis-connections-reset',
    kind: 'network',
    story: 'Connections to Redis are reset, of one process after the other.',
    run: (trial) => resets(trial, 'redis'),
  },
  {
    name: 'redis-answers-lost',
    kind: 'network',
    story: 'Commands are executed and their answers are lost, for one process after the other.',
    run: unseen,
  },
  {
    name: 'redis-half-open',
    kind: 'network',
    story: 'The connections of one process to Redis go dead without a word; new ones work.',
    run: (trial) => lost(trial, 'redis'),
  },
  {
    name: 'redis-out-of-reach',
    kind: 'network',
    story: 'Nothing passes between the processes and Redis, and no connection ends.',
    run: (trial) => during(trial, 'redis', { mute: 'both' }, 6000),
  },
  {
    name: 'model-connections-reset',
    kind: 'network',
    story: 'Connections to the model are reset, of one worker after the other.',
    run: (trial) => resets(trial, 'model'),
  },
  {
    name: 'model-far-away',
    kind: 'network',
    story: 'Everything between the workers and the model takes 200 ms longer each way, at 10 kB a second.',
    run: (trial) => during(trial, 'model', { delayMs: 200, bytesPerSecond: 10_000 }, 4000),
  },
  {
    name: 'model-half-open',
    kind: 'network',
    story: 'The connections of one worker to the model go dead without a word.',
    run: (trial) => lost(trial, 'model'),
  },
];
