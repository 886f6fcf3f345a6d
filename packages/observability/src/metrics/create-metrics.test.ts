import { describe, expect, it } from '@jest/globals';
import { createMetrics } from './create-metrics.js';

const setUp = () => {
  let now = 1_000_000;
  const failures: unknown[] = [];
  const shared = { version: '1.2.3', commit: 'abc', clock: () => now, onCollectFailure: (error: unknown) => failures.push(error) };
  const api = createMetrics({ role: 'api', ...shared });
  const worker = createMetrics({ role: 'worker', ...shared });
  return { api, worker, failures, advance: (ms: number) => (now += ms) };
};

describe('createMetrics', () => {
  it("serves the seed's two metrics under the seed's names and labels", async () => {
    const { worker } = setUp();
    worker.llmRequests.inc({ model: 'gpt-4o-mini', status: 'success' });
    worker.llmResponseTime.observe({ model: 'gpt-4o-mini' }, 3);
    const text = await worker.render();
    expect(text).toContain('llm_request_total{model="gpt-4o-mini",status="success"} 1');
    expect(text).toContain('llm_response_time_seconds_bucket{le="2",model="gpt-4o-mini"} 0');
    expect(text).toContain('llm_response_time_seconds_bucket{le="4",model="gpt-4o-mini"} 1');
  });

  it('says what runs', async () => {
    const { api } = setUp();
    expect(await api.render()).toContain('millrace_build_info{role="api",version="1.2.3",commit="abc"} 1');
  });

  it('serves the event loop and the memory of the process', async () => {
    const text = await setUp().worker.render();
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it("gives each app its own metrics and none of the other's", async () => {
    const { api, worker } = setUp();
    expect(await api.render()).not.toContain('llm_request_total');
    expect(await worker.render()).not.toContain('millrace_http_requests_total');
  });

  it('has counters with closed labels at 0 before their first event', async () => {
    expect(await setUp().worker.render()).toContain('millrace_cache_requests_total{result="shared"} 0');
  });

  it('leaves a gauge out until it is set and once it is reset', async () => {
    const { api } = setUp();
    expect(await api.render()).not.toMatch(/^millrace_(ledger|redis_up)/m);
    api.ledger.set({ entry: 'open' }, 3);
    api.queueDepth.set({ route: 'a', state: 'queued' }, 2);
    expect(await api.render()).toMatch(/^millrace_ledger{entry="open"} 3$/m);
    api.ledger.reset();
    api.queueDepth.reset();
    expect(await api.render()).not.toMatch(/^millrace_(ledger|queue_depth)/m);
    api.queueDepth.set({ route: 'a', state: 'queued' }, 4);
    expect(await api.render()).toContain('millrace_queue_depth{route="a",state="queued"} 4');
  });

  it('counts further label sets as other once a label is no closed set any more', async () => {
    const { api } = setUp();
    for (let index = 0; index < 1_200; index += 1) api.tasksSubmitted.inc({ route: `r${index}` });
    const lines = (await api.render()).split('\n').filter((line) => line.startsWith('millrace_tasks_submitted_total{'));
    expect(lines).toHaveLength(1_001);
    expect(lines).toContain('millrace_tasks_submitted_total{route="other"} 200');
  });

  it('asks a collect hook before a scrape, and again only after five seconds', async () => {
    const { api, advance } = setUp();
    let asked = 0;
    api.onCollect(() => {
      asked += 1;
      api.ledger.set({ entry: 'open' }, asked);
    });
    await Promise.all([api.render(), api.render()]);
    advance(4_999);
    expect(await api.render()).toMatch(/^millrace_ledger{entry="open"} 1$/m);
    advance(1);
    expect(await api.render()).toMatch(/^millrace_ledger{entry="open"} 2$/m);
  });

  it('serves what it has when a hook fails, and tells of it', async () => {
    const { api, failures } = setUp();
    api.onCollect(() => Promise.reject(new Error('Redis is away')));
    api.onCollect(() => api.ledger.set({ entry: 'open' }, 1));
    expect(await api.render()).toMatch(/^millrace_ledger{entry="open"} 1$/m);
    expect(failures).toEqual([expect.objectContaining({ message: 'Redis is away' })]);
  });
});
