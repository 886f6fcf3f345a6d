import { diskFaults } from './disk.js';
import type { Fault } from './fault.js';
import { memberFaults } from './members.js';
import { networkFaults } from './network.js';
import { redisFaults } from './redis.js';

/** All that can go wrong here. */
export const everyFault: readonly Fault[] = [...memberFaults, ...diskFaults, ...redisFaults, ...networkFaults];
