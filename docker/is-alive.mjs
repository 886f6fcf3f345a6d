// The health check of both images, given the port: whether the app answers on the port for metrics and health. Redis being away is no reason to restart.
import { get } from 'node:http';

const timeoutMs = 2_000;
const end = (alive) => process.exit(alive ? 0 : 1);

get({ host: '127.0.0.1', port: process.argv[2], path: '/livez', timeout: timeoutMs }, ({ statusCode }) => end(statusCode === 200))
  .on('timeout', () => end(false))
  .on('error', () => end(false));
