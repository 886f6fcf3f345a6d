import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { appUnderTest, key } from '../../fakes/app-under-test.js';
import { cancelled, taskId } from '../../fakes/stored-task.js';

const heads = (method: string, path: string, more: string): string =>
  `${method} ${path} HTTP/1.1\r\nhost: millrace\r\nx-api-key: ${key}\r\n${more}\r\n`;

describe('a body nobody asked for', () => {
  it.each([
    ['with its length', `content-length: 100000\r\n`, 'x'.repeat(100_000)],
    ['in chunks', 'transfer-encoding: chunked\r\n', '5\r\nhello\r\n0\r\n\r\n'],
  ])('%s is no part of the next request on the connection', async (_how, header, body) => {
    const { app } = appUnderTest({ services: { readTask: async () => ({ kind: 'found', task: cancelled() }) } });
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    for (const path of [`/v1/tasks/${taskId}/cancel`, `/v1/tasks/${taskId}/retry`]) socket.write(heads('POST', path, header) + body);
    socket.write(heads('DELETE', `/v1/tasks/${taskId}`, header) + body);
    socket.write(heads('GET', '/livez', 'connection: close\r\n'));
    const statuses = [...(await text(socket)).matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
    expect(statuses).toEqual(['200', '410', '404', '200']);
    server.close();
  });
});
