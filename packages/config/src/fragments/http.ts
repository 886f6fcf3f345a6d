import { portNumber, timerSeconds, wholeNumber } from '../number-schemas.js';
import { setting } from '../setting.js';
import { anyText } from '../text-schemas.js';
import { trustProxySchema } from '../trust-proxy.js';

export const httpFragment = {
  host: setting({
    env: 'HOST',
    schema: anyText,
    describe: 'The address the api listens on.',
    whenToChange: '`0.0.0.0` in a container or behind a proxy on another machine.',
    default: '127.0.0.1',
  }),
  port: setting({
    env: 'PORT',
    schema: portNumber,
    describe: 'The port the api listens on; 0 lets the system choose.',
    whenToChange: 'When the port is taken.',
    default: '3000',
  }),
  trustProxy: setting({
    env: 'TRUST_PROXY',
    schema: trustProxySchema,
    describe:
      "Which proxies' `X-Forwarded-For` is believed: their number, or a comma list of addresses, CIDR ranges, loopback, linklocal, uniquelocal.",
    whenToChange:
      'Behind a proxy, else every caller has the address of the proxy; `true` is refused, since callers could then forge theirs.',
    defaultShown: 'unset: none',
  }),
  bodyLimitBytes: setting({
    env: 'MILLRACE_BODY_LIMIT_BYTES',
    schema: wholeNumber({ min: 1_000, max: 64_000_000, unit: 'bytes' }),
    describe: 'The largest request body taken, in bytes; a larger one gets 413.',
    whenToChange: 'When prompts are longer than a megabyte; all of it is held in Redis.',
    default: '1000000',
  }),
  bulkLimitBytes: setting({
    env: 'MILLRACE_BULK_LIMIT_BYTES',
    schema: wholeNumber({ min: 1_000, max: 64_000_000, unit: 'bytes' }),
    describe:
      'The largest array of tasks taken by `POST /v1/tasks/bulk`, in bytes; a larger one gets 413. Lines of NDJSON may be any number, each as long as `MILLRACE_BODY_LIMIT_BYTES`.',
    whenToChange: 'With the memory of an api process: an array is held in it as a whole.',
    default: '32000000',
  }),
  maxOpenRequestsPerKey: setting({
    env: 'MILLRACE_MAX_OPEN_REQUESTS_PER_KEY',
    schema: wholeNumber({ min: 0, unit: 'requests' }),
    describe:
      'How many streams of events and waits one key may hold open at one api process. Beyond that streams and `?wait=` get 429, and a preferred wait is not granted.',
    whenToChange: 'With the connections a process and the proxy before it may hold; an open stream takes some 60 kB.',
    default: '2000',
  }),
  predictWaitSeconds: setting({
    env: 'MILLRACE_PREDICT_WAIT_SECONDS',
    schema: timerSeconds(0),
    describe: 'How long `POST /predict` waits for the answer before it gives the task id instead, in seconds.',
    whenToChange: 'Below the timeout of the proxy in front.',
    default: '30',
  }),
};
