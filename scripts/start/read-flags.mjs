import { Failure } from '../setup/failure.mjs';

export const usage = `npm start [-- --workers N] [-- --port N]

Sets up what is missing, runs a private Redis, the api and the workers, and shows a first answer.

  --workers N   how many worker processes to run (default 2)
  --port N      the api's port on this machine (default: PORT, else 3000)
  --help        this text

Settings come from the environment and from .env, for example:
  OPENAI_API_KEY    asks OpenAI, or any server like it (OPENAI_BASE_URL), instead of the demo model
  REDIS_URL         uses that Redis instead of a private one`;

const wholeNumber = (flag, text, [least, most]) => {
  const number = Number(text);
  if (text === undefined || text === '' || !Number.isInteger(number) || number < least || number > most) {
    throw new Failure(`${flag} wants a whole number from ${least} to ${most}${text ? `, not "${text}"` : ''}. Try: npm start -- --help`);
  }
  return number;
};

const ranges = { '--workers': [1, 64], '--port': [1, 65535] };

/** Reads `--workers 3` and `--workers=3` alike: `{ workers, port, help }`. Throws a Failure for a flag it does not know, by name. */
export const readFlags = (args) => {
  const flags = { workers: 2, port: undefined, help: false };
  const left = args.flatMap((arg) => (arg.startsWith('--') ? arg.split(/=(.*)/s, 2) : [arg]));
  while (left.length > 0) {
    const flag = left.shift();
    if (flag === '--help' || flag === '-h') flags.help = true;
    else if (flag in ranges) flags[flag.slice(2)] = wholeNumber(flag, left.shift(), ranges[flag]);
    else throw new Failure(`There is no flag ${flag}. Try: npm start -- --help`);
  }
  return flags;
};
