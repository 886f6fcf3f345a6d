import { z } from 'zod';
import { setting } from '../setting.js';
import { oneOf } from '../text-schemas.js';
import { redisUrlSchema } from '../url-schemas.js';

const prefix = z
  .string()
  .regex(
    /^[^{}\s]*\{[^{}\s]+\}[^{}\s]*$/,
    'must contain a hash tag such as {millrace}, so that all keys share one slot of a Redis Cluster',
  );

export const redisFragment = {
  url: setting({
    env: 'REDIS_URL',
    schema: redisUrlSchema,
    describe: 'The Redis (7.0 or later) or Valkey (8 or later) that holds everything.',
    whenToChange: 'Whenever Redis is not on this machine or wants a password; `rediss://` uses TLS.',
    default: 'redis://127.0.0.1:6379',
    secret: true,
  }),
  checks: setting({
    env: 'MILLRACE_REDIS_CHECKS',
    schema: oneOf(['warn', 'refuse', 'off']),
    describe:
      'What to do when Redis is unfit to keep tasks (too old, no append-only file, an eviction policy): `warn` says so in the log, `refuse` is not ready until it is fit, `off` does not look.',
    whenToChange: '`refuse` where a task must never be lost; `off` where a hosted Redis tells of itself what is not so.',
    default: 'warn',
  }),
  prefix: setting({
    env: 'MILLRACE_PREFIX',
    schema: prefix,
    describe: 'What every Redis key starts with; the part in braces is the hash tag that keeps all keys in one slot of a cluster.',
    whenToChange: 'When several installations share one Redis; all apps of one installation need the same.',
    default: '{millrace}',
  }),
};
