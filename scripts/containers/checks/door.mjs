import assert from 'node:assert/strict';
import { askRaw } from '../ask-raw.mjs';
import { eventually } from '../eventually.mjs';
import { readLines } from '../read-lines.mjs';

const inside = ['/metrics', '/admin', '/admin/queues', '/admin/queues/', '//admin/queues', '/ADMIN/queues', '/admin%2fqueues'];
// Paths that nginx and the api read differently, as nobody but a caller without manners sends them.
const disguised = [
  '/admin/queues/queue/..%2f..%2f..%2fx',
  '/admin/login/../../x',
  '/admin/../%0a',
  '/admin\\login#',
  '/admin\\#',
  '/x/../admin/queues',
];

/** What is for operators stays inside, however the path is written: nginx answers, and asks no api. */
export const checkDoor = async ({ stack, project, caller }) => {
  const ids = [...inside, ...disguised].map((_, n) => `door-${process.pid}-${n}`);
  for (const [n, path] of [...inside, ...disguised].entries()) {
    const headers = { Host: 'door', 'X-Request-Id': ids[n] };
    const { status, text } = await askRaw({ address: project.address, line: `GET ${path} HTTP/1.1`, headers });
    assert.equal(status, 404, `${path} answered ${status}`);
    assert.equal(JSON.parse(text).code, 'unknown_path');
  }
  const isLogged = async () => {
    const lines = (await readLines({ stack, service: 'nginx' })).filter(({ requestId }) => ids.includes(requestId));
    return lines.length === ids.length && lines;
  };
  for (const line of await eventually(isLogged, { what: 'nginx has a line for each' })) assert.equal(line.api, '', JSON.stringify(line));
  assert.equal((await caller.ask('/openapi.json')).status, 200);
};
