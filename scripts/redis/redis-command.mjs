import { mkdirSync } from 'node:fs';
import { writeConfiguration } from './redis-configuration.mjs';

const containerCommand = ({ docker, image, files, port, password }) => {
  writeConfiguration({ path: files.configuration, port: 6379, bind: '* -::*', dir: '/data', password });
  const owner = process.getuid ? ['--user', `${process.getuid()}:${process.getgid()}`] : [];
  const mounts = ['-v', `${files.configuration}:/redis.conf:ro`, '-v', `${files.data}:/data`];
  return [docker, 'run', '--rm', ...owner, ...mounts, '-p', `127.0.0.1:${port}:6379`, image, 'valkey-server', '/redis.conf'];
};

const programCommand = ({ command, files, port, password }) => {
  writeConfiguration({ path: files.configuration, port, bind: '127.0.0.1', dir: files.data, password, pidFile: files.pid });
  return [command, files.configuration];
};

/** The command line that runs the chosen server in the foreground on a loopback port. */
export const redisCommand = ({ chosen, files, port, password }) => {
  mkdirSync(files.data, { recursive: true, mode: 0o700 });
  const wanted = { ...chosen, files, port, password };
  return chosen.docker ? containerCommand(wanted) : programCommand(wanted);
};
