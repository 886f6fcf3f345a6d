import { readFileSync } from 'node:fs';

const everyMs = 1000;

const readProc = (pid, name) => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
};

// Field 4 of stat, counted from the command's closing bracket, since the command may contain spaces.
const parentOf = (pid) => readProc(pid, 'stat').split(') ').at(-1).split(' ')[1];

// npm runs scripts through `sh -c`, which stays in between and outlives a killed npm.
const npmSeenFromHere = () => {
  const parent = process.ppid;
  return readProc(parent, 'cmdline').startsWith('sh\0-c\0') ? `${parent} ${parentOf(parent)}` : `${parent}`;
};

/** Calls back, once, when the npm that started this process is gone without having said so. Gives back a function that ends the watch. */
export const watchNpm = (onGone) => {
  if (!process.env.npm_lifecycle_event) return () => {};
  const started = npmSeenFromHere();
  const timer = setInterval(() => {
    if (npmSeenFromHere() === started) return;
    clearInterval(timer);
    onGone();
  }, everyMs);
  return () => clearInterval(timer);
};
