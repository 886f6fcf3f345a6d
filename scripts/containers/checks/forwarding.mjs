import assert from 'node:assert/strict';
import { eventually } from '../eventually.mjs';
import { readLines } from '../read-lines.mjs';

/** A caller's address is what the door saw, whatever he writes into his headers; the id he gives his request is the one in the logs. */
export const checkForwarding = async ({ stack, caller }) => {
  const requestId = `forwarded-${process.pid}`;
  const forged = '203.0.113.7';
  const headers = { 'x-request-id': requestId, 'x-forwarded-for': forged, 'x-real-ip': forged, forwarded: `for=${forged}` };
  const answer = await caller.ask('/v1/models', { headers });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('x-request-id'), requestId);
  const lineIn = (service) =>
    eventually(async () => (await readLines({ stack, service })).find((line) => line.requestId === requestId && line.address), {
      what: `a line of ${service} about request ${requestId}`,
    });
  const { address: seen } = await lineIn('nginx');
  const { address: told } = await lineIn('api');
  assert.equal(told, seen);
  assert.notEqual(told, forged);
};
