import { attempt } from './attempt.mjs';
import { Failure } from './failure.mjs';

const tail = (text, lines) => text.trimEnd().split('\n').slice(-lines).join('\n');

/** As `attempt`, for what must succeed: gives back the output, or throws a Failure with its last lines. */
export const run = async (command, args, settings) => {
  const { code, output } = await attempt(command, args, settings);
  if (code !== 0) throw new Failure(`${command} ${args.join(' ')}\nended with code ${code}:\n${tail(output, 25)}`);
  return output;
};
