import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { SubmitTask } from '@millrace/tasks';
import { createGate, eventually } from '@millrace/testing';
import { type AppUnderTestOptions, key } from '../../fakes/app-under-test.js';
import { type BulkUnderTest, bulkPath, bulkUnderTest, readOutcomes } from '../../fakes/bulk.js';
import { createHttpServer, type HttpServer } from '../../http/http-server.js';

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const headers = { 'x-api-key': key, 'content-type': 'application/x-ndjson' };
const line = (prompt: string): string => `${JSON.stringify({ prompt })}\n`;

const begin = async (
  options: AppUnderTestOptions = {},
  prefer = '',
): Promise<BulkUnderTest & { readonly sent: ClientRequest; readonly url: string }> => {
  const under = bulkUnderTest(options);
  const { app, telemetry } = under;
  const server = createHttpServer({ app, host: '127.0.0.1', port: 0, graceMs: 100, telemetry, leaving: new AbortController().signal });
  servers.push(server);
  await server.start();
  const sent = request(server.url() + bulkPath, { method: 'POST', headers: { ...headers, prefer } });
  sent.on('error', () => {}).flushHeaders();
  return { ...under, sent, url: server.url() };
};

const answerTo = async (sent: ClientRequest): Promise<IncomingMessage> => ((await once(sent, 'response')) as [IncomingMessage])[0];

describe('an upload of lines', () => {
  it('is answered while it still comes', async () => {
    const { sent } = await begin();
    const answer = await answerTo(sent);
    const told = createInterface({ input: answer })[Symbol.asyncIterator]();
    for (const prompt of ['one', 'two', 'three']) {
      sent.write(line(prompt));
      expect(JSON.parse(String((await told.next()).value))).toMatchObject({ status: 202 });
    }
    sent.end();
    expect(JSON.parse(String((await told.next()).value))).toMatchObject({ lines: 3, accepted: 3, complete: true });
  });

  it('is answered after it has come, if the caller prefers that', async () => {
    const { sent, submissions } = await begin({}, 'respond-async, answer-after-upload');
    const story: string[] = [];
    sent.once('response', () => story.push('answered'));
    for (const prompt of ['one', 'two', 'three']) {
      sent.write(line(prompt));
      await eventually(() => submissions.some(({ payload }) => payload.messages[0]?.content === prompt));
    }
    story.push('sent');
    sent.end();
    const answer = await answerTo(sent);
    expect(story).toEqual(['sent', 'answered']);
    expect(answer.headers['preference-applied']).toBe('answer-after-upload');
    expect(readOutcomes(await text(answer)).summary).toMatchObject({ lines: 3, accepted: 3, complete: true });
  });

  it('that falls silent is over, with all that came of it', async () => {
    const { sent, submissions } = await begin({ patience: { silenceMs: 300 } });
    sent.write(`${line('one')}{"prompt":`);
    const { outcomes, summary } = readOutcomes(await text(await answerTo(sent)));
    expect(outcomes).toMatchObject([{ line: 1, status: 202 }]);
    expect(summary).toMatchObject({ accepted: 1, complete: false, problem: { code: 'request_timeout', status: 408 } });
    expect(submissions).toHaveLength(1);
  });

  it('ends with the instance that takes it: what is under way is answered, and the caller is told to send it again', async () => {
    const asked = createGate();
    const released = createGate();
    const { sent, stopping } = await begin({
      services: {
        submitBulk: async () => {
          asked.open();
          await released.opened;
          return { kind: 'replayed', id: 'task_1' };
        },
      },
    });
    sent.write(line('one'));
    const told = answerTo(sent).then(text);
    await asked.opened;
    stopping.abort();
    released.open();
    const { outcomes, summary } = readOutcomes(await told);
    expect(outcomes).toEqual([{ line: 1, status: 200, id: 'task_1', replayed: true }]);
    expect(summary).toMatchObject({ replayed: 1, complete: false, problem: { code: 'shutting_down' } });
  });

  it('whose lines wait for room does not hold up the instance that stops', async () => {
    const asked = createGate();
    const submitBulk: SubmitTask = async () => {
      asked.open();
      return { kind: 'queue_full', openTasks: 1 };
    };
    const { sent, stopping } = await begin({ services: { submitBulk } });
    sent.write(line('one'));
    const told = answerTo(sent).then(text);
    await asked.opened;
    stopping.abort();
    const { outcomes, summary } = readOutcomes(await told);
    expect(outcomes).toMatchObject([{ line: 1, status: 503, problem: { code: 'queue_full' } }]);
    expect(summary).toMatchObject({ complete: false, problem: { code: 'shutting_down' } });
  });

  it('whose caller leaves is not read any further, and holds nothing open', async () => {
    const { sent, submissions, telemetry } = await begin();
    const answer = await answerTo(sent);
    answer.on('error', () => {});
    sent.write(`${line('one')}{"prompt":"tw`);
    await once(answer, 'data');
    expect(telemetry.open.upload).toBe(1);
    sent.destroy();
    await eventually(async () => telemetry.open.upload === 0);
    await eventually(async () => telemetry.lines.length === 1);
    expect(submissions).toHaveLength(1);
    expect(telemetry.failures).toEqual([]);
  });

  it('whose chunks are broken in the middle ends without a second answer inside the first', async () => {
    const { url, telemetry, sent } = await begin();
    sent.destroy();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const fields = Object.entries({ ...headers, host: 'millrace', 'transfer-encoding': 'chunked' }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const body = line('one');
    socket.write(`POST ${bulkPath} HTTP/1.1\r\n${fields.join('')}\r\n${body.length.toString(16)}\r\n${body}\r\n`);
    let received = '';
    for await (const piece of socket.setEncoding('utf8')) {
      const before = received;
      received += piece;
      if (received.includes('"line":1') && !before.includes('"line":1')) socket.write('no size\r\n');
    }
    expect(received.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(received).toMatch(/^HTTP\/1\.1 200 /);
    expect(received).not.toContain('"complete":true');
    await eventually(async () => telemetry.open.upload === 0);
  });

  it('whose outcomes nobody takes is ended', async () => {
    const { sent, telemetry } = await begin({ patience: { takenWithinMs: 300 } });
    const answer = await answerTo(sent);
    answer.on('error', () => {}).pause();
    const block = '{"promt":"refused"}\n'.repeat(5000);
    const more = (): void => {
      while (!sent.destroyed && sent.write(block));
    };
    sent.on('drain', more);
    more();
    await new Promise((resolve) => sent.once('close', resolve));
    await eventually(async () => telemetry.open.upload === 0);
  });
});
