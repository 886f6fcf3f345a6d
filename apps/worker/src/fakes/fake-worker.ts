import type { Deployment } from '@millrace/config';
import type { LlmOutcome } from '@millrace/llm';
import type { OpenTask, StopReason } from '@millrace/tasks';
import { createAnswerSources } from '../answer-source.js';
import { createRoomGate } from '../room-gate.js';
import { createRunAttempt } from '../run-attempt.js';
import { createServing } from '../serving.js';
import { createSettlement } from '../settle-attempt.js';
import { createSharedCalls } from '../shared-calls.js';
import { createAttemptStreams } from '../streaming/attempt-streams.js';
import { createUntilStored } from '../until-stored.js';
import { aDeployment } from './a-deployment.js';
import { fakeAttempts } from './fake-attempts.js';
import { aborted, openTask } from './open-task.js';
import { recordTelemetry } from './record-telemetry.js';

const serving = createServing()({ tiers: [[aDeployment({ name: 'here' })]] });

const withRoom = { servingOf: () => serving, take: createRoomGate({ limit: () => {}, pause: async () => {} }).take, pause: async () => {} };

const reference = ({ id, run, tenant, route }: OpenTask) => ({ taskId: id, run, tenant, route });

/** A worker whose model answers when the test says so. */
export const fakeWorker = (...tasks: OpenTask[]) => {
  const attempts = fakeAttempts(tasks.length > 0 ? tasks : [openTask()]);
  const { telemetry, told } = recordTelemetry();
  const calls: { task: OpenTask; end: (outcome: LlmOutcome) => void; signal: AbortSignal }[] = [];
  const stops = new Map<string, (reason: StopReason) => void>();
  const answers = new Map();
  const cache = { find: answers.get.bind(answers), hold: answers.set.bind(answers) };
  const callModel = (task: OpenTask, _deployment: Deployment, signal: AbortSignal) => {
    const { promise, resolve } = Promise.withResolvers<LlmOutcome>();
    signal.addEventListener('abort', () => resolve(aborted));
    if (signal.aborted) resolve(aborted);
    calls.push({ task, end: resolve, signal });
    called.resolve();
    called = Promise.withResolvers<void>();
    return promise;
  };
  let called = Promise.withResolvers<void>();
  const [job, clock] = [new AbortController(), () => 0];
  const untilStored = createUntilStored({ clock, pause: async () => {}, onAway: telemetry.writeDelayed });
  const used: (readonly [route: string, usage: unknown])[] = [];
  let pickUps = 0;
  const perform = createRunAttempt({
    attempts,
    untilStored,
    newPickUp: () => `pick-up ${++pickUps}`,
    ...withRoom,
    openSource: createAnswerSources({
      cache,
      sharedCalls: createSharedCalls(),
      callModel,
      defaults: { maxTokens: 1000, temperature: undefined },
      ttlSeconds: 60,
      clock,
      onUse: telemetry.cacheUsed,
    }),
    renewals: {
      keep: ({ taskId }, stop) => {
        stops.set(taskId, stop);
        return () => stops.delete(taskId);
      },
      took: () => {},
    },
    streams: createAttemptStreams({ flush: attempts.flush, monotonicMs: clock, onFailure: telemetry.flushFailed }),
    settlement: createSettlement({ attempts, cache, renewals: { used: (...use) => void used.push(use) }, untilStored, clock, telemetry }),
    retries: { maxAttempts: 3, baseMs: 1000, capMs: 60_000, random: () => 1 },
    clock,
    telemetry,
  });
  const run = (task = tasks[0] ?? openTask(), signal = job.signal) => perform(reference(task), signal);
  /** The call with this index, once it is made. */
  const call = async (index = 0) => {
    while (calls.length <= index) await called.promise;
    return calls[index] as (typeof calls)[number];
  };
  const state = (id = 'task_1') => attempts.ended.get(id)?.ending.state;
  const stop = (id: string, reason: StopReason) => stops.get(id)?.(reason);
  return { attempts, told, used, run, call, calls, job, stop, stops, state };
};
