import assert from 'node:assert/strict';
import { eventually } from '../eventually.mjs';

const linesOf = async (stack, service) => {
  const logs = await Promise.all((await stack.ids(service)).map((id) => stack.docker('logs', id)));
  return logs
    .join('\n')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
};

/** What is for operators stays inside. */
export const checkDoor = async ({ caller }) => {
  for (const path of ['/metrics', '/admin', '/admin/queues', '/admin/queues/', '//admin/queues', '/ADMIN/queues', '/admin%2fqueues']) {
    const { status, text } = await caller.ask(path, { redirect: 'manual' });
    assert.ok([403, 404].includes(status), `${path} answered ${status}`);
    assert.doesNotMatch(text, /millrace_tasks|process_cpu_seconds|<html/, `${path} let something out`);
  }
  assert.equal((await caller.ask('/openapi.json')).status, 200);
};

/** A caller's address is what the door saw, whatever he writes into his headers; the id he gives his request is the one in the logs. */
export const checkForwarding = async ({ stack, caller }) => {
  const requestId = `forwarded-${process.pid}`;
  const forged = '203.0.113.7';
  const headers = { 'x-request-id': requestId, 'x-forwarded-for': forged, 'x-real-ip': forged, forwarded: `for=${forged}` };
  const answer = await caller.ask('/v1/models', { headers });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('x-request-id'), requestId);
  const lineIn = (service) =>
    eventually(async () => (await linesOf(stack, service)).find((line) => line.requestId === requestId && line.address), {
      what: `a line of ${service} about request ${requestId}`,
    });
  const { address: seen } = await lineIn('nginx');
  const { address: told } = await lineIn('api');
  assert.equal(told, seen);
  assert.notEqual(told, forged);
};
