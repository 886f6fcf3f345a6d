import { largestRedrive, type Redrive, type RedriveOutcome } from '@millrace/contracts';
import type { ApiKeyStore, AuditLog, KeyLimits } from '@millrace/store';
import type { DeadLetters, DeadTask, ReadSubmission, ReadTask } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';
import type { OperationCall, RunOperation } from '../../http/operation-call.js';
import { actorOf } from '../../keys/actor-of.js';
import type { ServedModels } from '../../served-models.js';
import type { ApiTelemetry } from '../../telemetry.js';
import type { RequireRoute } from '../read-queue/require-route.js';
import { createFindRoute } from '../submission/find-route.js';
import type { StoreTask } from '../submission/store-task.js';
import { createRedriveOne, refusal } from './redrive-one.js';

export interface RedriveRouteOptions {
  readonly deadLetters: Pick<DeadLetters, 'find' | 'oldest'>;
  readonly apiKeys: Pick<ApiKeyStore, 'read'>;
  readonly audit: Pick<AuditLog, 'write'>;
  readonly requireRoute: RequireRoute;
  readonly readTask: ReadTask;
  readonly readSubmission: ReadSubmission;
  readonly storeTask: StoreTask;
  readonly models: Pick<ServedModels, 'defaultModel' | 'routes'>;
  readonly telemetry: Pick<ApiTelemetry, 'adminActed'>;
}

type Outcomes = RedriveOutcome['data'];

/** So many are submitted at a time: callers' own submissions are not to wait behind a thousand of these. */
const perBatch = 16;

/** `POST /v1/queues/{route}/redrive`: runs tasks that failed again, each for its own tenant and key. */
export const createRedrive = (options: RedriveRouteOptions): RunOperation<Redrive> => {
  const { deadLetters, audit, requireRoute, telemetry } = options;
  const redriveOne = createRedriveOne({ ...options, findRoute: createFindRoute(options.models) });

  const chosen = async (route: string, { task_ids, code, limit = largestRedrive }: Redrive): Promise<readonly DeadTask[]> =>
    task_ids ? deadLetters.find(route, [...new Set(task_ids)]) : deadLetters.oldest({ route, code, limit });

  const redriveAll = async (call: OperationCall<Redrive>, tasks: readonly DeadTask[]): Promise<Outcomes> => {
    const { context } = call;
    const signal = call.untilNobodyWaits();
    const limitsOf = rememberLimits(options.apiKeys);
    const outcomes: Outcomes = [];
    for (let first = 0; first < tasks.length && !signal.aborted; first += perBatch) {
      const batch = tasks.slice(first, first + perBatch);
      outcomes.push(...(await Promise.all(batch.map(async (dead) => redriveOne({ dead, limits: await limitsOf(dead.keyId), context })))));
    }
    const ended = context.keyRefused?.aborted ? 'unknown_key' : 'shutting_down';
    const unreached = tasks.slice(outcomes.length).map(({ taskId }) => refusal(taskId, new HttpProblem(ended), context));
    return [...outcomes, ...unreached];
  };

  return async (call) => {
    const { slug } = requireRoute(call);
    const actor = actorOf(call);
    const tasks = await chosen(slug, call.body);
    const { task_ids: asked = [], ...rest } = call.body;
    // Before the first of them: nothing is done that is not written down.
    await audit.write({ actor, action: 'queue.redrive', target: slug, details: { ...rest, tasks: tasks.length } });
    telemetry.adminActed({ action: 'queue.redrive', target: slug, actor });
    const known = new Set(tasks.map(({ taskId }) => taskId));
    const unknown = [...new Set(asked)].filter((id) => !known.has(id));
    const data = [...(await redriveAll(call, tasks)), ...unknown.map((id) => refusal(id, new HttpProblem('unknown_task'), call.context))];
    const redriven = data.filter((outcome) => 'id' in outcome).length;
    const body: RedriveOutcome = { object: 'list', data, redriven, refused: data.length - redriven };
    return { status: 200, body };
  };
};

/** The limits of each key that turns up, looked up once. */
const rememberLimits = (apiKeys: Pick<ApiKeyStore, 'read'>): ((keyId: string) => Promise<KeyLimits | undefined>) => {
  const known = new Map<string, Promise<KeyLimits | undefined>>();
  return (keyId) => {
    const limits = known.get(keyId) ?? apiKeys.read(keyId).then((apiKey) => apiKey?.limits);
    known.set(keyId, limits);
    return limits;
  };
};
