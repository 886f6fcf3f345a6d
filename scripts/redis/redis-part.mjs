import { join } from 'node:path';
import { freePort } from '../setup/free-port.mjs';
import { node24, root } from '../setup/paths.mjs';
import { endLeftover } from './end-leftover.mjs';
import { ping } from './ping.mjs';
import { redisCommand } from './redis-command.mjs';

/** A private server as a part to start, on a free loopback port, with its configuration, data and process id in `folder`: `{ url, why, part, isReady }`. */
export const redisPart = async ({ chosen, folder, password }) => {
  const files = { configuration: join(folder, 'redis.conf'), data: join(folder, 'redis-data'), pid: join(folder, 'redis.pid') };
  await endLeftover(files.pid);
  const port = await freePort();
  const [command, ...args] = redisCommand({ chosen, files, port, password });
  return {
    url: `redis://default:${password}@127.0.0.1:${port}`,
    why: `a private one on port ${port}: ${chosen.why}`,
    part: { role: 'redis', command: node24, args: [join(root, 'scripts/processes/guard.mjs'), command, ...args], env: process.env },
    isReady: () => ping({ port, password }),
  };
};
