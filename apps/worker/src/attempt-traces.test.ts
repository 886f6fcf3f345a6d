import { describe, expect, it } from '@jest/globals';
import type { OpenSpan, Tracing } from '@millrace/observability';
import { createAttemptTraces } from './attempt-traces.js';
import { aborted, anAttempt, askedAt, failed, openTask, success } from './fakes/open-task.js';

type Beginning = Parameters<Tracing['begin']>[0];
type Ending = Parameters<OpenSpan['end']>[0];

const setUp = () => {
  const spans: { readonly context: string; readonly beginning: Beginning; end?: Ending }[] = [];
  const tracing: Tracing = {
    begin: (beginning) => {
      const span: (typeof spans)[number] = { context: `context ${spans.length}`, beginning };
      spans.push(span);
      return {
        traceId: 'trace',
        context: span.context,
        end: (end = {}) => {
          span.end = end;
        },
      };
    },
    stop: async () => {},
  };
  return { spans, traces: createAttemptTraces({ tracing, clock: () => 10_000 }) };
};

describe('the spans of an attempt', () => {
  it('are its own, in the trace of the request, and one for each call below it, as long as the call took', () => {
    const { spans, traces } = setUp();
    const task = openTask({ trace: 'of the request' });
    traces.begun(task, anAttempt());
    traces.called(task, success(), 1500, askedAt('here'));
    traces.ended(task, { outcome: 'succeeded' });
    const [attempt, call] = spans;
    expect(attempt?.beginning).toMatchObject({ name: 'process small', kind: 'consumer', parent: 'of the request' });
    expect(attempt?.end).toMatchObject({ attributes: { 'millrace.outcome': 'succeeded' }, errorType: undefined });
    expect(call?.beginning).toMatchObject({ name: 'chat small-1', kind: 'client', parent: attempt?.context, atMs: 8500 });
    expect(call?.beginning.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'small-1',
      'server.address': 'here.example',
      'server.port': 443,
    });
  });

  it('name failures by the closed vocabulary', () => {
    const { spans, traces } = setUp();
    const task = openTask();
    traces.begun(task, anAttempt());
    traces.called(task, failed(), 10, askedAt('here'));
    traces.called(task, aborted, 10, askedAt('here'));
    traces.ended(task, { outcome: 'failed', code: 'upstream_rejected' });
    expect(spans.map(({ end }) => end?.errorType)).toEqual(['caller_rejected', 'provider_unavailable', undefined]);
  });

  it('end also when the end of the attempt could not be written, and only once', () => {
    const { spans, traces } = setUp();
    const task = openTask();
    traces.begun(task, anAttempt());
    traces.ended(task);
    traces.ended(task, { outcome: 'succeeded' });
    expect(spans).toHaveLength(1);
    expect(spans[0]?.end).toMatchObject({ attributes: { 'millrace.outcome': 'unwritten' }, errorType: '_OTHER' });
  });
});
