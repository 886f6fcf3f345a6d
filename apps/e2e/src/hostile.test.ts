import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type App, type Cluster, prefix, startCluster, key as testsKey } from '@millrace/testing';
import { createHeapGauge, heapGaugeEnv } from './fuzz/heap-gauge.js';
import { hostileBodies } from './fuzz/hostile-bodies.js';
import { hostileEnvelopes } from './fuzz/hostile-envelopes.js';
import type { DescribedOperation } from './fuzz/requests-of.js';
import { exchange, type RawAnswer } from './raw-http/exchange.js';
import { type RawRequest, rawRequest } from './raw-http/raw-request.js';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}

const adminKey = 'admin-key-of-the-hostile-0123456';
const forAdmins = /^\/v1\/(keys|queues|workers|audit)/;
const plenty = '1000000/minute';
/** What any answer may change: how often was asked, who is there, and a secret that is made when it is first read. */
const passing = /:(limiter|rate|limits?|reads|workers?|instances?|sweeper|lease|used|pulse)\b|:webhook-secret$/;
const rounds = 3;
const atOnce = 8;

describe('hostile requests', () => {
  let cluster: Cluster;
  let operations: readonly { readonly method: string; readonly path: string }[];
  let heapBytes: () => Promise<number>;
  beforeAll(async () => {
    const env = {
      ...heapGaugeEnv,
      MILLRACE_LIMIT_TASKS: plenty,
      MILLRACE_LIMIT_READS: plenty,
      MILLRACE_LIMIT_ADDRESS: plenty,
      MILLRACE_ROUTE_LIMITS: `POST /predict=${plenty}`,
      MILLRACE_API_KEYS: `tests:${testsKey},ops:${adminKey}:admin`,
      LOG_LEVEL: 'info',
    };
    cluster = await startCluster({ workers: 0, env });
    heapBytes = createHeapGauge(cluster.apis[0] as App);
    const { paths } = (await cluster.caller.ask<Document>('/openapi.json')).body;
    operations = Object.entries(paths).flatMap(([path, own]) =>
      Object.keys(own).map((method) => ({ method: method.toUpperCase(), path: path.replace(/\{\w+\}/g, 'nobody') })),
    );
  });
  afterAll(() => cluster.stop());

  const send = (operation: { readonly method: string; readonly path: string }, request: RawRequest): Promise<RawAnswer> => {
    const own = { 'x-api-key': forAdmins.test(operation.path) ? adminKey : testsKey, ...request.headers };
    return exchange((cluster.apis[0] as App).address, rawRequest({ ...operation, ...request, headers: own }));
  };

  /** All that is stored and does not pass, with what it holds. */
  const stored = async (): Promise<Readonly<Record<string, string>>> => {
    const keys = (await cluster.store.keys(`${prefix}*`)).filter((name) => !passing.test(name)).sort();
    const held = await Promise.all(keys.map(async (name) => [name, await cluster.store.dumpBuffer(name)] as const));
    return Object.fromEntries(
      held.map(([name, bytes]) => [
        name,
        createHash('sha256')
          .update(bytes ?? '')
          .digest('hex'),
      ]),
    );
  };

  const judge = ({ status, head, body }: RawAnswer): string | undefined => {
    if (status === 202) return 'taken';
    if ((status >= 200 && status < 300) || status === 503) return undefined;
    if (status < 400 || status >= 500) return `status ${status}`;
    if (!/content-type: application\/problem\+json/i.test(head)) return 'no problem document';
    return body && body.type === `/docs/errors/${body.code}` ? undefined : `an unknown problem ${JSON.stringify(body)}`;
  };

  const sendAll = async (requests: readonly (readonly [string, RawRequest])[]): Promise<readonly string[]> => {
    const faults: string[] = [];
    for (const operation of operations) {
      for (let first = 0; first < requests.length; first += atOnce) {
        const batch = requests.slice(first, first + atOnce).map(async ([name, request]) => {
          const fault = await send(operation, request).then(judge, (error: Error) => error.message);
          if (fault) faults.push(`${operation.method} ${operation.path} with ${name}: ${fault}`);
        });
        await Promise.all(batch);
      }
    }
    return faults;
  };

  it.each([
    ['bodies', hostileBodies],
    ['heads and framings', hostileEnvelopes],
  ])(
    'with %s that are wrong in every way get known answers from every operation, change nothing and leave no memory behind',
    async (_, requests) => {
      const before = await stored();
      expect(await sendAll(requests)).toEqual([]);
      const warm = await heapBytes();
      for (let round = 1; round < rounds; round += 1) expect(await sendAll(requests)).toEqual([]);
      expect(await heapBytes()).toBeLessThan(1.25 * warm);
      expect(await stored()).toEqual(before);
      expect(cluster.logs()).not.toMatch(/"level":"error"/);
    },
    300_000,
  );
});
