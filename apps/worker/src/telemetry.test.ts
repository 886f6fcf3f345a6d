import { describe, expect, it } from '@jest/globals';
import { createMetrics, type Fields, type Log } from '@millrace/observability';
import { aborted, anAttempt, askedAt, failed, openTask, success } from './fakes/open-task.js';
import { createTelemetry } from './telemetry.js';

const setUp = () => {
  const lines: [string, Fields | undefined][] = [];
  const write = (event: string, fields?: Fields) => void lines.push([event, fields]);
  const log: Log = { error: write, warn: write, info: write, debug: write };
  const metrics = createMetrics({ role: 'worker', version: '0', commit: '0' });
  return { telemetry: createTelemetry({ log, metrics, clock: () => 0 }), lines, metrics };
};

describe('createTelemetry', () => {
  it('counts and times each call by how it ended, under the route and the names of the seed', async () => {
    const { telemetry, metrics } = setUp();
    for (const outcome of [success(), success(), failed(), aborted]) telemetry.callEnded(openTask(), outcome, 1500, askedAt('here'));
    const text = await metrics.render();
    expect(text).toContain('llm_request_total{model="small",status="success"} 2');
    expect(text).toContain('llm_request_total{model="small",status="error"} 1');
    expect(text).toContain('llm_request_total{model="small",status="aborted"} 1');
    expect(text).toContain('llm_response_time_seconds_sum{model="small"} 6');
  });

  it('counts each time a task is taken from the queue', async () => {
    const { telemetry, metrics } = setUp();
    const reference = { taskId: 'task_1', tenant: 'tests', route: 'small', run: 1 };
    for (let n = 0; n < 3; n += 1) telemetry.pickedUp(reference);
    expect(await metrics.render()).toContain('millrace_task_pickups_total{route="small"} 3');
  });

  it('counts ends of attempts and tasks, cache results, and the wait before the first attempt only', async () => {
    const { telemetry, metrics } = setUp();
    telemetry.attemptBegun(openTask({ heldMs: 60_000 }), anAttempt({ number: 1, queuedMs: 62_000 }));
    telemetry.attemptBegun(openTask(), anAttempt({ number: 2, queuedMs: 9000 }));
    telemetry.attemptEnded(openTask(), anAttempt(), { outcome: 'handed_back' });
    telemetry.taskEnded(openTask(), { state: 'expired', cached: false });
    telemetry.cacheUsed('shared');
    const text = await metrics.render();
    expect(text).toContain('millrace_queue_wait_seconds_sum{route="small"} 2');
    expect(text).toContain('millrace_attempts_total{route="small",outcome="handed_back"} 1');
    expect(text).toContain('millrace_tasks_finished_total{route="small",outcome="expired"} 1');
    expect(text).toContain('millrace_cache_requests_total{result="shared"} 1');
  });

  it('writes one line for the end of an attempt and one for the end of a task, with route, durations and code', () => {
    const { telemetry, lines } = setUp();
    telemetry.attemptEnded(openTask(), anAttempt({ number: 2, fence: 3 }), { outcome: 'failed', code: 'upstream_rejected' });
    telemetry.taskEnded(openTask(), { state: 'failed', code: 'upstream_rejected', totalMs: 900, cached: false });
    expect(lines).toEqual([
      [
        'attempt_ended',
        { route: 'small', deployment: 'here', outcome: 'failed', attempt: 2, fence: 3, queuedMs: 5, code: 'upstream_rejected' },
      ],
      ['task_ended', { route: 'small', state: 'failed', code: 'upstream_rejected', totalMs: 900, cached: false }],
    ]);
  });

  it('says a trouble that repeats once, not a hundred times', () => {
    const { telemetry, lines } = setUp();
    for (let index = 0; index < 100; index += 1) telemetry.renewalFailed(new Error('away'));
    expect(lines).toHaveLength(1);
  });

  it('never gets to hold what a task asks or is answered', () => {
    const { telemetry, lines } = setUp();
    const task = openTask({ payload: { messages: [{ role: 'user', content: 'canary' }], metadata: { secret: 'canary' } } });
    telemetry.about(task, () => {
      telemetry.attemptBegun(task, anAttempt());
      telemetry.callEnded(task, success({ text: 'canary', message: { content: 'canary' } }), 1, askedAt('here'));
      telemetry.callEnded(task, { ...failed(), partial: { text: 'canary', usage: null } }, 1, askedAt('here'));
      telemetry.attemptEnded(task, anAttempt(), { outcome: 'succeeded' });
      telemetry.taskEnded(task, { state: 'succeeded', cached: false });
      telemetry.writeGivenUp(task);
    });
    expect(lines.length).toBeGreaterThan(3);
    expect(JSON.stringify(lines)).not.toContain('canary');
  });
});
