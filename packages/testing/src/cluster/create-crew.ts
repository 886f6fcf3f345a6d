import { type Settings, settingsOfAll, settingsOfApi, settingsOfWorker } from './settings.js';
import { type App, startApp } from './start-app.js';

export interface AddWorkerOptions {
  readonly env?: Settings;
  readonly flags?: readonly string[];
}

/** The processes of a cluster, to which a test may add. */
export interface Crew {
  readonly apis: readonly App[];
  readonly workers: readonly App[];
  /** Starts one more api, which need not become ready. */
  startApi(env?: Settings): Promise<App>;
  /** Starts a worker that need not become ready. Worker n shows the upstream the key `sk-worker-<n>`, the first being 0. */
  startWorker(options?: AddWorkerOptions): Promise<App>;
  /** Starts one more worker and waits until it is ready. */
  addWorker(options?: AddWorkerOptions): Promise<App>;
  /** Everything all processes have printed. */
  logs(): string;
}

export interface CrewOptions {
  readonly redisUrl: string;
  readonly upstreamUrl: string;
  /** The key the apis know. */
  readonly apiKey: string;
  /** Settings of all processes. */
  readonly env: Settings;
}

/** Nobody at first; whoever is added is killed by `end`. */
export const createCrew = ({ redisUrl, upstreamUrl, apiKey, env }: CrewOptions): Crew & { end(): Promise<void> } => {
  const apis: App[] = [];
  const workers: App[] = [];
  const all = settingsOfAll(redisUrl);

  const startWorker: Crew['startWorker'] = async ({ env: own = {}, flags = [] } = {}) => {
    const model = settingsOfWorker(upstreamUrl, workers.length);
    const app = await startApp({ role: 'worker', flags, env: { ...all, ...model, ...env, ...own } });
    workers.push(app);
    return app;
  };
  return {
    apis,
    workers,
    startApi: async (own = {}) => {
      const app = await startApp({ role: 'api', env: { ...all, ...settingsOfApi(apiKey), ...env, ...own } });
      apis.push(app);
      return app;
    },
    startWorker,
    addWorker: async (options) => {
      const app = await startWorker(options);
      await app.ready();
      return app;
    },
    logs: () => [...apis, ...workers].map(({ process }) => process.output()).join('\n'),
    end: async () => void (await Promise.all([...apis, ...workers].map((app) => app.kill()))),
  };
};
