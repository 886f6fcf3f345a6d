import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@millrace/testing';
import type { Redis } from 'ioredis';
import type { Trial } from '../processes/open-trial.js';
import type { StartedProcess } from '../processes/start-process.js';
import { inRepository } from '../repository.js';
import { type Call, json } from './call.js';
import { apiKey, apiSettings, prefix } from './millrace.js';

export interface FleetOptions {
  readonly workers: number;
  /** What the models file says; JSON is YAML too. */
  readonly models: object;
  /** The secrets the file refers to. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** An api and several workers that know their providers from a models file. */
export interface Fleet {
  readonly processes: readonly StartedProcess[];
  /** Submits a body to `POST /v1/tasks`, or to `POST /predict`, which waits for the answer. */
  call(path: '/v1/tasks' | '/predict', body: Call['body']): Call;
  /** How often workers have taken a task from the queue, and put it back or not. */
  pickUps(): Promise<number>;
}

export interface Ended {
  readonly succeeded: number;
  readonly failed: number;
}

/** How many tasks have ended, as Redis says. */
export const readEnded = async (redis: Redis): Promise<Ended> => {
  const { succeeded = 0, failed = 0, cancelled = 0, expired = 0 } = await redis.hgetall(`${prefix}:totals`);
  return { succeeded: Number(succeeded), failed: Number(failed) + Number(cancelled) + Number(expired) };
};

const sumOf = (metrics: string, name: string): number =>
  [...metrics.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].reduce((sum, [, value]) => sum + Number(value), 0);

/** Starts them all and waits until they are ready. */
export const startFleet = async (trial: Trial, { workers, models, secrets }: FleetOptions): Promise<Fleet> => {
  const file = join(trial.folder, 'millrace.models.yaml');
  writeFileSync(file, JSON.stringify(models, undefined, 2));
  const env = { REDIS_URL: trial.redis.url, MILLRACE_MODELS_FILE: file, ...secrets };
  const metricsUrls: string[] = [];
  const start = async (app: 'api' | 'worker', more: Readonly<Record<string, string>> = {}): Promise<StartedProcess> => {
    const metricsPort = await freePort();
    const ops = `http://127.0.0.1:${metricsPort}`;
    if (app === 'worker') metricsUrls.push(`${ops}/metrics`);
    const own = { ...env, ...more, METRICS_PORT: String(metricsPort) };
    const script = inRepository('apps', app, 'dist/main.js');
    return trial.start({ role: `${app}-${metricsPort}`, script, env: own, readyUrl: `${ops}/readyz` });
  };
  const port = await freePort();
  const processes = [await start('api', { ...apiSettings, PORT: String(port) })];
  for (let n = 0; n < workers; n += 1) processes.push(await start('worker'));
  return {
    processes,
    call: (path, body) => ({ origin: `http://127.0.0.1:${port}`, path, headers: { ...json, 'x-api-key': apiKey }, body }),
    pickUps: async () => {
      const all = await Promise.all(metricsUrls.map(async (url) => (await fetch(url)).text()));
      return all.reduce((sum, text) => sum + sumOf(text, 'millrace_task_pickups_total'), 0);
    },
  };
};
