import { isIP } from 'node:net';
import { z } from 'zod';
import { seconds, wholeNumber } from '../number-schemas.js';
import { setting } from '../setting.js';
import { oneOf, splitList } from '../text-schemas.js';

const hostName = /^(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i;

const isAllowed = (entry: string): boolean => {
  const [address = '', bits, ...rest] = entry.split('/');
  const family = isIP(address);
  if (family === 0) return hostName.test(entry) && !/^[\d.]+$/.test(entry);
  return rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)));
};

const allowList = z.string().transform((text, context): readonly string[] => {
  const entries = splitList(text);
  if (entries.every(isAllowed)) return entries;
  context.addIssue('must be a comma list of addresses, CIDR ranges such as 10.1.0.0/16, and host names, with `*.` in front for all below');
  return z.NEVER;
});

/** Rising, so that no attempt is due before the one in front of it. */
const retrySeconds = z.string().transform((text, context): readonly number[] => {
  const times = splitList(text).map((item) => (/^\d+$/.test(item) ? Number(item) : Number.NaN));
  const rises = times.every((time, place) => time > (times[place - 1] ?? 0) && time <= 604_800);
  if (rises && times.length <= 20) return times;
  context.addIssue('must be a comma list of at most 20 whole numbers of seconds, each above the one before, up to a week');
  return z.NEVER;
});

/** Where webhooks may be sent, and how many may wait for it. */
export const webhooksFragment = {
  allow: setting({
    env: 'MILLRACE_WEBHOOK_ALLOW',
    schema: allowList,
    describe:
      'What webhooks may reach besides the public internet, and over http: a comma list of addresses, CIDR ranges and host names (`*.` in front: all below).',
    whenToChange: 'When receivers stand in your own network; each entry is reachable for every tenant.',
    default: '',
  }),
  mostPending: setting({
    env: 'MILLRACE_WEBHOOK_MAX_PENDING',
    schema: wholeNumber({ min: 1, max: 10_000_000, unit: 'deliveries' }),
    describe:
      'How many deliveries of webhooks may be pending for one tenant; further ones fail as they are created, for `too_many_pending`.',
    whenToChange:
      'Higher when tenants that end many tasks have receivers that are away for long; each one pending takes about 2 kB of Redis.',
    default: '100000',
  }),
};

/** How a worker delivers them. */
export const webhookDeliveryFragment = {
  delivers: setting({
    env: 'MILLRACE_WEBHOOKS',
    schema: oneOf(['on', 'off']),
    describe: 'Whether this worker delivers webhooks: `on` or `off`.',
    whenToChange: 'off where workers cannot reach receivers, as long as others can.',
    default: 'on',
  }),
  concurrency: setting({
    env: 'MILLRACE_WEBHOOK_CONCURRENCY',
    schema: wholeNumber({ min: 1, max: 1000, unit: 'deliveries' }),
    describe: 'How many webhooks this worker delivers at once; half at most for one tenant, and a tenth for one slow receiver.',
    whenToChange: 'Higher when many receivers are far away.',
    default: '50',
  }),
  retrySeconds: setting({
    env: 'MILLRACE_WEBHOOK_RETRY_SECONDS',
    schema: retrySeconds,
    describe:
      'When a delivery that failed is tried again, in seconds since it was queued: a rising comma list; each wait differs from it at random by up to a half.',
    whenToChange: 'When receivers should be given up sooner or later than after a day.',
    default: '5,300,1800,7200,18000,36000,50400,72000,86400',
  }),
  logTtlSeconds: setting({
    env: 'MILLRACE_WEBHOOK_LOG_TTL_SECONDS',
    schema: seconds(60),
    describe: 'How long a delivery that has ended stays in the log and can be sent again, in seconds.',
    whenToChange: 'With how long you want to look back.',
    default: '604800',
  }),
};
