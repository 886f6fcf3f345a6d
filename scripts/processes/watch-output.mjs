import { createInterface } from 'node:readline';

const kept = 20;

/** What a person needs to see of one line: nothing of an app's ordinary log, its warnings and errors in short, everything that is no log line. */
const problemIn = (line) => {
  if (!line.startsWith('{')) return line.trim() ? line : undefined;
  if (!/"level":"(warn|error)"/.test(line)) return undefined;
  try {
    const { level, message, error } = JSON.parse(line);
    const reason = typeof error === 'object' ? error?.message : error;
    return [level, message, reason].filter(Boolean).join(': ');
  } catch {
    return line;
  }
};

/** Reads what a process writes, reports its problems, and gives back a function that shows its last lines. */
export const watchOutput = (streams, onProblem) => {
  const lines = [];
  for (const input of streams) {
    createInterface({ input }).on('line', (line) => {
      if (lines.push(line) > kept) lines.shift();
      const problem = problemIn(line);
      if (problem) onProblem(problem);
    });
  }
  return () => lines.join('\n');
};
