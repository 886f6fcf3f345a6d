import { describe, expect, it } from '@jest/globals';
import { createMetrics, type Fields, type Log } from '@millrace/observability';
import { aborted, anAttempt, askedAt, failed, openTask, success } from './fakes/open-task.js';
import { createTelemetry } from './telemetry.js';

const setUp = () => {
  const lines: [level: string, event: string, fields: Fields | undefined][] = [];
  const at = (level: string) => (event: string, fields?: Fields) => void lines.push([level, event, fields]);
  const log: Log = { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
  const metrics = createMetrics({ role: 'worker', version: '0', commit: '0' });
  return { telemetry: createTelemetry({ log, metrics, clock: () => 0 }), lines, metrics };
};

describe('what a worker tells of its providers', () => {
  it('is an alarm when a credential is refused, which names it and its deployment', () => {
    const { telemetry, lines } = setUp();
    telemetry.providersChanged(
      [
        { kind: 'refused', name: 'openai-main' },
        { kind: 'opened', name: 'azure-eu' },
      ],
      anAttempt({ deployment: 'gpt-east' }),
    );
    telemetry.providersChanged([{ kind: 'closed', name: 'azure-eu' }]);
    telemetry.providersChanged([{ kind: 'accepted', name: 'openai-main' }]);
    expect(lines).toEqual([
      ['error', 'credential_refused', { credentialName: 'openai-main', deployment: 'gpt-east' }],
      ['warn', 'deployment_opened', { deployment: 'azure-eu' }],
      ['info', 'deployment_closed', { deployment: 'azure-eu' }],
      ['info', 'credential_accepted', { credentialName: 'openai-main', deployment: undefined }],
    ]);
  });

  it('counts tokens and dollars of each call, what is estimated apart', async () => {
    const { telemetry, metrics } = setUp();
    const tokens = { input: 1000, cachedInput: 600, output: 20 };
    telemetry.callBooked(openTask(), anAttempt(), { verdict: 'ok', tokens, costNano: 1_500_000_000 });
    telemetry.callBooked(openTask(), anAttempt(), { verdict: 'fault', tokens, costNano: 250_000_000, estimated: true });
    const text = await metrics.render();
    expect(text).toContain('millrace_tokens_total{route="small",deployment="here",type="input"} 2000');
    expect(text).toContain('millrace_tokens_total{route="small",deployment="here",type="cached_input"} 1200');
    expect(text).toContain('millrace_tokens_total{route="small",deployment="here",type="output"} 40');
    expect(text).toContain('millrace_cost_dollars_total{route="small",deployment="here",estimated="false"} 1.5');
    expect(text).toContain('millrace_cost_dollars_total{route="small",deployment="here",estimated="true"} 0.25');
  });

  it('shows nothing for a call whose tokens or price are unknown, which is not the same as zero', async () => {
    const { telemetry, metrics } = setUp();
    telemetry.callBooked(openTask(), anAttempt(), { verdict: 'ok' });
    expect(await metrics.render()).not.toMatch(/^millrace_(tokens|cost_dollars)_total\{/m);
    telemetry.callBooked(openTask(), anAttempt(), { verdict: 'ok', tokens: { input: 0, cachedInput: 0, output: 0 }, costNano: 0 });
    expect(await metrics.render()).toContain('millrace_cost_dollars_total{route="small",deployment="here",estimated="false"} 0');
  });

  it('times calls, first tokens and further tokens by deployment; of those without an answer only the call', async () => {
    const { telemetry, metrics } = setUp();
    const usage = { inputTokens: 9, outputTokens: 11, totalTokens: 20 };
    telemetry.callEnded(openTask(), success({ firstDeltaMs: 500, usage }), 1500, askedAt('there'));
    telemetry.callEnded(openTask(), success({ firstDeltaMs: 500, usage: null }), 1500, askedAt('there'));
    telemetry.callEnded(openTask(), failed(), 3000, askedAt('there'));
    telemetry.callEnded(openTask(), aborted, 3000, askedAt('there'));
    const text = await metrics.render();
    expect(text).toContain('millrace_llm_call_duration_seconds_sum{deployment="there"} 9');
    expect(text).toContain('millrace_llm_time_to_first_token_seconds_sum{deployment="there"} 1');
    expect(text).toContain('millrace_llm_time_per_output_token_seconds_sum{deployment="there"} 0.1');
    expect(text).toContain('millrace_llm_call_duration_seconds_bucket{le="655.36",deployment="there"} 4');
  });

  it.each([
    [{ outcome: 'later', code: 'upstream_rate_limited' }, 'provider_rate_limited'],
    [{ outcome: 'failed', code: 'upstream_rejected' }, 'caller_rejected'],
    [{ outcome: 'failed', code: 'upstream_unauthorized' }, 'provider_unauthorized'],
    [{ outcome: 'expired', code: 'deadline_exceeded' }, 'policy_deadline'],
    [{ outcome: 'cancelled', code: 'cancelled' }, 'caller_cancelled'],
    [{ outcome: 'handed_back' }, 'millrace_handed_back'],
    [{ outcome: 'later' }, '_OTHER'],
  ] as const)('counts an attempt that ended %j as %s', async (end, errorType) => {
    const { telemetry, metrics } = setUp();
    telemetry.attemptEnded(openTask(), anAttempt(), end);
    telemetry.attemptEnded(openTask(), anAttempt(), { outcome: 'succeeded' });
    const lines = (await metrics.render()).split('\n').filter((line) => line.startsWith('millrace_attempt_errors_total{'));
    expect(lines).toEqual([`millrace_attempt_errors_total{route="small",deployment="here",error_type="${errorType}"} 1`]);
  });

  it('times how long attempts waited for room in place', async () => {
    const { telemetry, metrics } = setUp();
    telemetry.roomAwaited(anAttempt(), 1500);
    expect(await metrics.render()).toContain('millrace_room_wait_seconds_sum{deployment="here"} 1.5');
  });
});
