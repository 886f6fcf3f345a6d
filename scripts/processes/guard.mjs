// Runs a server as a child and lets it go when whoever started this process is gone, however that happened:
// a server cannot notice by itself that its launcher was killed. Arguments: a program and its arguments; prints its own process id of the server first.
import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
const graceMs = 2000;
const server = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let orphaned = false;

const stop = () => void server.kill('SIGTERM');

server.once('spawn', () => process.send?.({ serverPid: server.pid }));
server.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
server.once('exit', (code, signal) => {
  if (signal && !orphaned) process.stderr.write(`ended by ${signal}\n`);
  process.exit(code ?? 1);
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop);
process.once('disconnect', () => {
  orphaned = true;
  // The apps are told at the same moment and want to write what they were doing first.
  setTimeout(stop, graceMs);
});
