import { z } from 'zod';
import { setting } from '../setting.js';
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
  prefix: setting({
    env: 'MILLRACE_PREFIX',
    schema: prefix,
    describe: 'What every Redis key starts with; the part in braces is the hash tag that keeps all keys in one slot of a cluster.',
    whenToChange: 'When several installations share one Redis; all apps of one installation need the same.',
    default: '{millrace}',
  }),
};
