import { z } from 'zod';
import { wholeNumber } from '../number-schemas.js';
import { setting } from '../setting.js';
import { anyText, oneOf } from '../text-schemas.js';

const size = z.string().regex(/^[1-9]\d{0,5}[kmg]$/i, 'must be a size such as 10m; the units are k, m and g');

export const logsFragment = {
  level: setting({
    env: 'LOG_LEVEL',
    schema: oneOf(['error', 'warn', 'info', 'debug']),
    describe: 'The least important level that is logged: error, warn, info or debug.',
    whenToChange: '`debug` while looking for a fault, `warn` where access lines are unwanted.',
    default: 'info',
  }),
  directory: setting({
    env: 'LOG_DIR',
    schema: anyText,
    describe:
      'A directory for rotating log files, one set for each instance, beside the lines on stdout; of instances that are gone, the last four sets of each role are kept. The last lines of a process that dies may be on stdout and stderr alone.',
    whenToChange: 'Where nothing collects stdout.',
    defaultShown: 'unset: stdout only',
  }),
  maxSize: setting({
    env: 'LOG_MAX_SIZE',
    schema: size,
    describe: 'How large a log file may grow before the next one is begun.',
    whenToChange: 'When disk is scarce, or a file covers too short a time.',
    default: '10m',
  }),
  maxFiles: setting({
    env: 'LOG_MAX_FILES',
    schema: wholeNumber({ min: 1, max: 1_000, unit: 'files' }),
    describe: 'How many log files an instance keeps.',
    whenToChange: 'When logs must reach further back, or disk is scarce.',
    default: '5',
  }),
};
