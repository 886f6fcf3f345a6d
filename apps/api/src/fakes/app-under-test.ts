import type { RequestListener } from 'node:http';
import { secret, type TrustProxy } from '@millrace/config';
import type { SubmitRequest, SubmitTask } from '@millrace/tasks';
import supertest, { type Test } from 'supertest';
import type { ApiServices } from '../api-services.js';
import { createApp, type UploadPatience } from '../app.js';
import { createEnvironmentKeys } from '../keys/environment-keys.js';
import { fixedModels } from './fixed-models.js';
import { knownProspects } from './known-prospects.js';
import { noAdministration } from './no-administration.js';
import { type RecordedTelemetry, recordedTelemetry } from './recorded-telemetry.js';
import { createdAtMs, storedTask, taskId } from './stored-task.js';
import { type LimitNumbers, testLimits } from './test-limits.js';
import { testWebhooks } from './test-webhooks.js';

export const key = 'key-of-acme-0123456789abcdef';
export const adminOnlyKey = 'key-of-ops-0123456789abcdef';

export interface AppUnderTestOptions {
  readonly services?: Partial<ApiServices>;
  readonly limits?: LimitNumbers;
  readonly trustProxy?: TrustProxy;
  readonly bodyLimitBytes?: number;
  readonly bulkLimitBytes?: number;
  readonly patience?: Partial<UploadPatience>;
}

export interface AppUnderTest {
  readonly app: RequestListener;
  readonly telemetry: RecordedTelemetry;
  /** What reached the domain. */
  readonly submissions: SubmitRequest[];
  readonly stopping: AbortController;
  /** A request with a valid key. */
  get(path: string): Test;
  post(path: string, body?: string | object): Test;
  patch(path: string, body: string | object): Test;
  delete(path: string): Test;
}

const environmentKey = createEnvironmentKeys([
  { tenant: 'acme', key: secret(key), scopes: ['tasks'] },
  { tenant: 'ops', key: secret(adminOnlyKey), scopes: ['admin'] },
]);

/** The app over fakes: every submission is accepted, no other task is known, no limit is near. */
export const appUnderTest = (options: AppUnderTestOptions = {}): AppUnderTest => {
  const telemetry = recordedTelemetry();
  const submissions: SubmitRequest[] = [];
  const stopping = new AbortController();
  const submitTask: SubmitTask = async (request) => {
    submissions.push(request);
    return { kind: 'accepted', task: storedTask(), limit: { limit: 10_000, windowSeconds: 60, remaining: 9_999, resetMs: 6 } };
  };
  const services: ApiServices = {
    submitTask,
    submitBulk: submitTask,
    newTaskId: () => taskId,
    readTask: async () => (submissions.length > 0 ? { kind: 'found', task: storedTask() } : { kind: 'unknown' }),
    cancelTask: async () => {},
    eraseTask: async () => ({ kind: 'unknown' }),
    listTasks: async () => ({ tasks: [] }),
    readSubmission: async () => undefined,
    foresee: knownProspects(),
    waitForEnd: async () => 'timeout',
    followTask: async function* () {},
    webhooks: testWebhooks(),
    environmentKey,
    storedKey: async () => undefined,
    keyWatch: { hold: () => ({ signal: new AbortController().signal, leave: () => {} }) },
    ...noAdministration(),
    limits: testLimits(options.limits),
    readiness: async () => ({ status: 'ok', checks: { redis: 'ok' } }),
    telemetry,
    clock: () => createdAtMs + 1000,
    models: fixedModels('small', [
      { slug: 'small', model: 'small' },
      { slug: 'large', model: 'large' },
    ]),
    predictWaitSeconds: 30,
    maxOpenRequestsPerKey: 100,
    admin: undefined,
    stopping: stopping.signal,
    ...options.services,
  };
  const { trustProxy = false, bodyLimitBytes = 10_000, bulkLimitBytes = 100_000, patience = {} } = options;
  const app = createApp({ services, trustProxy, bodyLimitBytes, bulkLimitBytes, patience, version: '1.2.3' });
  return {
    app,
    telemetry,
    submissions,
    stopping,
    get: (path) => supertest(app).get(path).set('x-api-key', key),
    patch: (path, body) => supertest(app).patch(path).set('x-api-key', key).type('json').send(body),
    delete: (path) => supertest(app).delete(path).set('x-api-key', key),
    post: (path, body = { prompt: 'Why?' }) => supertest(app).post(path).set('x-api-key', key).type('json').send(body),
  };
};
