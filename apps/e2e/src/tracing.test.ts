import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type App, type Cluster, echo, eventually, key, refuse, startCluster } from '@millrace/testing';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly service: unknown;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
type Named = { readonly attributes: readonly Attribute[] };

const valuesOf = ({ attributes }: Named) => Object.fromEntries(attributes.map(({ key: name, value }) => [name, Object.values(value)[0]]));

/** A receiver of spans, as a collector of OpenTelemetry is one. */
const startCollector = async () => {
  const bodies: string[] = [];
  const server: Server = createServer(async (request, response) => {
    bodies.push(`${request.url} ${JSON.stringify(request.headers)}\n${await text(request)}`);
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const spans = (): Span[] =>
    bodies.flatMap((body) =>
      JSON.parse(body.slice(body.indexOf('\n') + 1)).resourceSpans.flatMap(
        ({ resource, scopeSpans }: { resource: Named; scopeSpans: { spans: (Omit<Span, 'attributes'> & Named)[] }[] }) =>
          scopeSpans
            .flatMap((scope) => scope.spans)
            .map((span) => ({ ...span, attributes: valuesOf(span), service: valuesOf(resource)['service.name'] })),
      ),
    );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies, spans, close: () => server.close() };
};

const ended = ({ terminate, exited }: App) => {
  terminate();
  return exited;
};

const traceId = '0af7651916cd43dd8448eb211c80319c';
const callers = 'b7ad6b7169203331';
const headers = { traceparent: `00-${traceId}-${callers}-01`, tracestate: 'vendor=value' };

describe('with somewhere to send spans to', () => {
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let cluster: Cluster;

  beforeEach(async () => {
    collector = await startCollector();
  });
  afterEach(async () => {
    await cluster.stop();
    collector.close();
  });
  const start = async (env: Readonly<Record<string, string>> = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }) => {
    cluster = await startCluster({ env: { MILLRACE_CACHE_TTL_SECONDS: '0', ...env } });
    return cluster;
  };
  const spansOf = (count: number): Promise<Span[]> =>
    eventually(() => {
      const found = collector.spans().filter((span) => span.traceId === traceId);
      return found.length >= count && found;
    });

  it('a trace leads from the request of the caller through the queue to each call', async () => {
    const { caller, upstream } = await start();
    upstream.next(refuse(500), echo);
    const { body } = await caller.ask<{ id: string }>('/v1/tasks', {
      body: { prompt: 'canary-prompt', metadata: { m: 'canary-meta' } },
      headers,
    });
    await cluster.untilEnded([body.id]);
    const spans = await spansOf(5);

    const request = spans.find(({ name }) => name === 'POST /v1/tasks');
    expect(request).toMatchObject({ parentSpanId: callers, kind: 2, service: 'millrace-api' });
    expect(request?.attributes).toMatchObject({ 'http.route': '/v1/tasks', 'http.response.status_code': 202, 'millrace.task_id': body.id });

    const attempts = spans.filter(({ name }) => name.startsWith('process '));
    expect(attempts.map(({ parentSpanId, attributes }) => [parentSpanId, attributes['millrace.outcome']])).toEqual([
      [request?.spanId, 'later'],
      [request?.spanId, 'succeeded'],
    ]);
    expect(attempts[0]).toMatchObject({ kind: 5, service: 'millrace-worker' });

    const calls = spans.filter(({ name }) => name.startsWith('chat '));
    expect(calls.map(({ parentSpanId }) => parentSpanId)).toEqual(attempts.map(({ spanId }) => spanId));
    expect(calls[0]?.attributes).toMatchObject({ 'error.type': 'provider_unavailable', 'http.response.status_code': 500 });
    expect(calls[1]?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.usage.input_tokens': expect.anything(),
      'gen_ai.usage.output_tokens': expect.anything(),
      'gen_ai.response.finish_reasons': expect.anything(),
    });
  });

  it('no prompt, no answer, no metadata and no key leaves with them', async () => {
    const { caller, upstream } = await start();
    upstream.next(refuse(400, { message: 'canary-words-of-the-provider' }), echo);
    const submission = { prompt: 'canary-prompt', system: 'canary-system', metadata: { m: 'canary-meta' } };
    for (let n = 0; n < 2; n += 1) {
      const { body } = await caller.ask<{ id: string }>('/v1/tasks?canary=canary-query', { body: submission, headers });
      if (body.id) await cluster.untilEnded([body.id]);
    }
    const id = await caller.submit({ prompt: 'canary-prompt' });
    await cluster.untilEnded([id]);
    await spansOf(1);
    await Promise.all([...cluster.apis, ...cluster.workers].map(ended));
    const sent = collector.bodies.join('\n');
    expect(sent).toContain('POST /v1/tasks');
    expect(sent).toContain('chat ');
    for (const secret of ['canary', key, 'sk-worker-0']) expect(sent).not.toContain(secret);
  });

  it('what is left is sent as the processes end, and a task is followed from bulk and by its own trace', async () => {
    const { caller, apis, workers } = await start({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/anywhere`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=abc%20def',
    });
    const { body } = await caller.ask<{ data: { id: string }[] }>('/v1/tasks/bulk', { body: [{ prompt: 'a' }, { prompt: 'b' }], headers });
    await cluster.untilEnded(body.data.map(({ id }) => id));
    await Promise.all([...apis, ...workers].map(ended));
    const spans = collector.spans().filter((span) => span.traceId === traceId);
    expect(spans.map(({ name }) => name.split(' ')[0]).sort()).toEqual(['POST', 'chat', 'chat', 'process', 'process']);
    expect(collector.bodies.every((sent) => sent.startsWith('/anywhere ') && sent.includes('"x-key":"abc def"'))).toBe(true);
  });

  it('tasks run and processes end although nobody takes the spans, and the log says so without a word of them', async () => {
    const { caller, workers, apis } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    const id = await caller.submit({ prompt: 'canary' });
    const [task] = await cluster.untilEnded([id]);
    expect(task?.status).toBe('succeeded');
    await workers[0]?.process.line('"tracing_failed"');
    const ends = await Promise.all([...apis, ...workers].map(ended));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(cluster.logs()).not.toContain('canary');
  });
});
