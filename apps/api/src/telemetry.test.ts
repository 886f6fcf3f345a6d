import { describe, expect, it } from '@jest/globals';
import { createMetrics, type Logger } from '@millrace/observability';
import { createTelemetry } from './telemetry.js';

const listening = () => {
  const said: unknown[][] = [];
  const keep =
    (level: string) =>
    (...parts: unknown[]) =>
      void said.push([level, ...parts]);
  const logger: Logger = {
    error: keep('error'),
    warn: keep('warn'),
    info: keep('info'),
    debug: keep('debug'),
    access: keep('access'),
    close: async () => {},
  };
  const metrics = createMetrics({ role: 'api', version: '1', commit: 'x' });
  return { said, metrics, telemetry: createTelemetry({ logger, metrics }) };
};

const line = { requestId: 'r', method: 'GET', route: '/v1/tasks/{id}', status: 200, durationMs: 1500 };
const nothing = { swept: true, expired: 0, lostAttempts: 0, requeued: 0, checked: 9, promoted: 0, nextDueMs: 1000 };

describe("the api's telemetry", () => {
  it('writes one access line for a request, and counts and times it by its pattern', async () => {
    const { telemetry, metrics, said } = listening();
    telemetry.requestAnswered(line);
    expect(said).toEqual([['access', line]]);
    const text = await metrics.render();
    expect(text).toContain('millrace_http_requests_total{method="GET",route="/v1/tasks/{id}",status="200"} 1');
    expect(text).toContain('millrace_http_request_duration_seconds_sum{method="GET",route="/v1/tasks/{id}",status="200"} 1.5');
  });

  it('counts methods nobody knows together', async () => {
    const { telemetry, metrics } = listening();
    telemetry.requestAnswered({ ...line, method: 'PROPFIND' });
    expect(await metrics.render()).toContain('method="OTHER"');
  });

  it('reports what nobody foresaw as an error, and an outage of the store only to who debugs', () => {
    const { telemetry, said } = listening();
    const error = new Error('x');
    telemetry.requestFailed({ requestId: 'r', route: '/process', code: 'internal_error', error });
    telemetry.requestFailed({ requestId: 'r', route: '/process', code: 'store_unavailable', error });
    expect(said.map(([level]) => level)).toEqual(['error', 'debug']);
  });

  it('tells once that sweeping fails, until it works again', () => {
    const { telemetry, said } = listening();
    telemetry.sweepFailed(new Error('1'));
    telemetry.sweepFailed(new Error('2'));
    telemetry.swept(nothing);
    telemetry.sweepFailed(new Error('3'));
    expect(said).toHaveLength(2);
  });

  it('tells of a sweep only when it found something', () => {
    const { telemetry, said } = listening();
    telemetry.swept(nothing);
    telemetry.swept({ ...nothing, swept: false });
    telemetry.swept({ ...nothing, requeued: 1 });
    expect(said).toEqual([['info', 'swept', { expired: 0, lostAttempts: 0, requeued: 1, checked: 9, promoted: 0 }]]);
  });
});
