import type { CallLimits, Credential, Deployment } from '@millrace/config';
import { createKeys, createScript } from '@millrace/store';
import { redisForTests } from '@millrace/testing';
import { type CallReport, reportArgument } from '../call-report.js';
import { candidatesOf } from '../candidates.js';

/** The functions that `begin`, `settle` and `release` share, at any moment of a time of the test's own. */
const text = `
--@include keys
--@include close-call
--@include reserve-room
local what, now, id = ARGV[2], tonumber(ARGV[3]), ARGV[4]
if what == 'begin' then
  local ask = cjson.decode(ARGV[5])
  local found, reason, wait_ms = choose_deployment(ask, now)
  if not found then return { 'wait', reason, wait_ms } end
  local room, at = reserve_room(found, ask, id .. ':1', now)
  redis.call('HSET', key.task(id), 'room', room)
  return { 'begun', found.candidate.n, string.format('%.3f', at), found.tokens, found.probe and 1 or 0 }
end
local room = redis.call('HGET', key.task(id), 'room')
if what == 'confirm' then return { ms_until_start(cjson.decode(room), id .. ':1', now) } end
local report = ARGV[5] ~= '' and read_report(ARGV[5]) or nil
return { close_call(id, room, report, { tenant = 'acme', key_id = 'key-1', route = 'gpt-test', fence = '1' }, now) }
`;

export interface Size {
  readonly input: number;
  readonly output: number;
}

export interface AskOptions {
  readonly size?: Size;
  /** Of its past attempts. */
  readonly history?: readonly { readonly deployment: string; readonly code: string }[];
  readonly spillAfterMs?: number;
  readonly waitedMs?: number;
  /** 0 to 1, decides among those that have room. */
  readonly random?: number;
}

export type Asked =
  | {
      readonly kind: 'begun';
      readonly id: string;
      readonly deployment: string;
      readonly atMs: number;
      readonly tokens: number;
      readonly probe: boolean;
    }
  | { readonly kind: 'wait'; readonly reason: 'rate_limited' | 'deployment_down'; readonly waitMs: number };

type Given = Partial<Omit<Deployment, 'credential'>> & { readonly credential?: Credential };

/** A deployment of which only matters what is given. */
export const deployment = (name: string, given: Given = {}): Deployment =>
  ({ name, limits: {}, weight: 1, ...given }) as unknown as Deployment;

export const credential = (name: string, limits: CallLimits = {}, fingerprint = 'f1'): Credential =>
  ({ name, fingerprint, limits }) as unknown as Credential;

/** The limiter on a real Redis, with a clock that the test turns: `now` in ms since the epoch. */
export const createLimiterGround = () => {
  const { redis, prefix, close, keys: keysNow } = redisForTests();
  const keys = createKeys(prefix);
  const script = createScript({ redis, keys, name: 'limits', text });
  const run = (what: string, now: number, id: string, rest = '') => script(keys.task(id), [what, now, id, rest]) as Promise<unknown[]>;
  let asked = 0;
  return {
    redis,
    keys,
    keysNow,
    close,
    async ask(now: number, tiers: readonly (readonly Deployment[])[], options: AskOptions = {}): Promise<Asked> {
      const { size = { input: 1, output: 1 }, history, spillAfterMs, waitedMs = 0, random = 0 } = options;
      const told = JSON.parse(candidatesOf({ tiers, ...(spillAfterMs !== undefined && { spillAfterMs }) }).json);
      asked += 1;
      const id = `task_${asked}`;
      const more = { ...size, waited: waitedMs, random, ...(history && { history: JSON.stringify(history) }) };
      const [kind, ...answer] = await run('begin', now, id, JSON.stringify({ ...told, ...more }));
      if (kind === 'wait') return { kind, reason: answer[0] as 'rate_limited', waitMs: answer[1] as number };
      const [name, at, tokens, probe] = answer as [string, string, number, number];
      return { kind: 'begun', id, deployment: name, atMs: Number(at), tokens, probe: probe === 1 };
    },
    /** As `ask`, of what must have room. */
    async begun(now: number, tiers: readonly (readonly Deployment[])[], options: AskOptions = {}) {
      const answer = await this.ask(now, tiers, options);
      if (answer.kind !== 'begun') throw new Error(`no room but ${answer.reason} for ${answer.waitMs} ms`);
      return answer;
    },
    /** Ms until its call may be made. */
    async confirm(now: number, id: string): Promise<number> {
      return (await run('confirm', now, id))[0] as number;
    },
    /** Tells how its call went; without a report it was lost. Returns what that changed. */
    async end(now: number, id: string, report?: CallReport, random = 0.5): Promise<string> {
      return (await run('end', now, id, report ? reportArgument(report, () => random) : ''))[0] as string;
    },
    inFlight: (subject: string) => redis.scard(keys.inFlight(subject)),
    limiter: (subject: string) => redis.hgetall(keys.limiter(subject)),
  };
};

export type LimiterGround = ReturnType<typeof createLimiterGround>;

/** When the tests begin. */
export const noon = Date.UTC(2026, 10, 24, 12);
