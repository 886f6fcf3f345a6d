import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type App,
  key,
  type Link,
  type RedisServer,
  type Role,
  settingsOfAll,
  settingsOfApi,
  startApp,
  startLink,
  startRedis,
} from '@millrace/testing';
import { Redis } from 'ioredis';
import { type Model, startModel } from './model.js';
import { writeModels } from './write-models.js';

export interface GroundOptions {
  readonly apis: number;
  readonly workers: number;
  readonly concurrency: number;
  /** Settings of all processes besides. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A process of Millrace with links of its own to what it talks to. */
export interface Member {
  /** Which one it is of its role, counted from 0 over the whole trial; worker n shows the model the key `sk-worker-<n>`. */
  readonly number: number;
  readonly app: App;
  readonly toRedis: Link;
  /** To the model; the apis have none. */
  readonly toModel?: Link;
  /** Set as soon as somebody ends it. */
  ending: boolean;
}

/** Real processes around a Redis and a model of their own, each behind links that a fault may do harm to. */
export interface Ground {
  readonly redis: RedisServer;
  /** A connection of the auditor's to that Redis, past all links. */
  readonly store: Redis;
  readonly model: Model;
  /** Those that are supposed to run. */
  readonly apis: readonly Member[];
  readonly workers: readonly Member[];
  readonly links: () => readonly Link[];
  /** Starts one more and waits until it is ready; `prepare` is told the folder for its logs before. */
  add(role: Role, prepare?: (logs: string) => void): Promise<Member>;
  /** It is no longer among those that are supposed to run; its process is not touched. */
  dismiss(member: Member): void;
  /** What all processes have printed. */
  logs(): string;
  close(): Promise<void>;
}

/** Those that run, and all there ever were. */
interface Members {
  readonly all: Member[];
  readonly running: Readonly<Record<Role, Member[]>>;
}

interface Parts {
  readonly folder: string;
  readonly redis: RedisServer;
  readonly model: Model;
  readonly members: Members;
  readonly concurrency: number;
  readonly env: Readonly<Record<string, string>>;
}

const createAdd = ({ folder, redis, model, members, concurrency, env }: Parts): Ground['add'] => {
  const counts: Record<Role, number> = { api: 0, worker: 0 };
  return async (role, prepare = () => {}) => {
    const number = counts[role];
    counts[role] += 1;
    const toRedis = await startLink(redis.port);
    const toModel = role === 'worker' ? await startLink(model.port) : undefined;
    const logs = join(folder, `${role}-${number}`);
    prepare(logs);
    const shared = { ...settingsOfAll(`redis://127.0.0.1:${toRedis.port}`), LOG_LEVEL: 'info', LOG_DIR: logs };
    const secret = `sk-worker-${number}`;
    const models = writeModels({ folder: join(folder, `models-${role}-${number}`), port: (toModel ?? model).port, secret });
    const app = await startApp({ role, env: { ...shared, ...models, ...settingsOf(role, concurrency), ...env } });
    const member: Member = { number, app, toRedis, ...(toModel && { toModel }), ending: false };
    members.all.push(member);
    members.running[role].push(member);
    await app.ready();
    return member;
  };
};

export const openGround = async ({ apis, workers, concurrency, env = {} }: GroundOptions): Promise<Ground> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-chaos-'));
  const redis = await startRedis();
  const model = await startModel();
  const store = new Redis(redis.url, { maxRetriesPerRequest: null });
  // Redis is taken away on purpose.
  store.on('error', () => {});
  const members: Members = { all: [], running: { api: [], worker: [] } };
  const { all, running } = members;
  const add = createAdd({ folder, redis, model, members, concurrency, env });
  const close = async (): Promise<void> => {
    await Promise.all(all.map(({ app }) => app.kill()));
    for (const link of all.flatMap(linksOf)) link.close();
    store.disconnect();
    await Promise.all([redis.close(), model.close()]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (let n = 0; n < apis; n += 1) await add('api');
    for (let n = 0; n < workers; n += 1) await add('worker');
  } catch (error) {
    await close();
    throw error;
  }
  return {
    redis,
    store,
    model,
    apis: running.api,
    workers: running.worker,
    links: () => [...running.api, ...running.worker].flatMap(linksOf),
    add,
    dismiss: (member) => {
      member.ending = true;
      for (const some of [running.api, running.worker]) if (some.includes(member)) some.splice(some.indexOf(member), 1);
    },
    logs: () => all.map(({ app }) => `${app.role} ${app.process.pid}\n${app.process.output()}`).join('\n'),
    close,
  };
};

const settingsOf = (role: Role, concurrency: number): Readonly<Record<string, string>> =>
  role === 'api'
    ? { ...settingsOfApi(key), MILLRACE_LIMIT_TASKS: '1000000/minute', MILLRACE_LIMIT_READS: '1000000/minute' }
    : {
        MILLRACE_CONCURRENCY: String(concurrency),
        // An answer that is kept would make a call that is missing look right.
        MILLRACE_CACHE_TTL_SECONDS: '0',
      };

const linksOf = ({ toRedis, toModel }: Member): Link[] => (toModel ? [toRedis, toModel] : [toRedis]);
