import { isCliFailure } from '../cli-failure.js';
import { chooseConnection } from '../connection/choose-connection.js';
import { findRunFile } from '../connection/run-file.js';
import type { Finding } from '../doctor/check.js';
import { type RunChecksOptions, runChecks } from '../doctor/run-checks.js';
import { exitCodes } from '../exit-codes.js';
import { type GlobalFlags, speechOf } from '../open-session.js';
import type { Paint } from '../terminal/paint.js';
import { printableLine } from '../terminal/printable.js';
import { act, type Cli, define } from './define.js';

const colours = (paint: Paint) => ({ ok: paint.green, warn: paint.yellow, fail: paint.red });

/** One finding for people: what was found, and under it what to do. */
export const renderFinding = ({ name, verdict, found, fix }: Finding, paint: Paint): string => {
  const line = `${colours(paint)[verdict](verdict.padEnd(4))}  ${name.padEnd(17)}  ${printableLine(found)}\n`;
  return fix ? `${line}${' '.repeat(25)}→ ${fix}\n` : line;
};

const connectionFor = (options: Parameters<typeof chooseConnection>[0]): RunChecksOptions['api'] => {
  try {
    return chooseConnection(options);
  } catch (error) {
    if (!isCliFailure(error)) throw error;
    return { missing: error.message };
  }
};

/** `millrace doctor`. */
export const addDoctor = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'doctor',
    group: 'Operators:',
    summary: 'look for what is wrong with an installation, and say how to fix it',
    more: 'Looks at Node, the api and its key, Redis (version, persistence, eviction policy, memory, clock, disk), the log folder and the\nprovider. The exit code is 1 if a check fails; warnings do not count. Run it where the api or a worker runs, with their settings.',
    examples: [
      ['millrace doctor', 'of what `npm start` runs, or what the environment names'],
      ['millrace doctor --redis redis://:secret@redis:6379', 'with a Redis that nothing else names'],
      ['millrace doctor --json | jq \'select(.verdict!="ok")\'', 'only what is not well'],
    ],
  }).option('--redis <url>', 'where Redis is; else REDIS_URL (or REDIS_URL_FILE), else the run file');
  act<[], { redis?: string }>(cli, command, async ({ flags }) => {
    const { context } = cli;
    const given = command.optsWithGlobals<GlobalFlags>();
    const speech = speechOf(context, given);
    const runFile = findRunFile(context);
    const api = connectionFor({ flags: given, env: context.env, runFile, admin: false });
    const findings = await runChecks({ context, runFile, redis: flags.redis, api });
    for (const finding of findings) {
      if (speech.json) speech.writeJson(finding);
      else speech.write(renderFinding(finding, speech.paint.out));
    }
    const bad = findings.filter(({ verdict }) => verdict === 'fail').length;
    speech.say(bad === 0 ? 'No check failed.' : `${bad} of ${findings.length} checks failed.`);
    return bad === 0 ? exitCodes.ok : exitCodes.failed;
  });
};
