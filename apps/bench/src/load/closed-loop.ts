import autocannon from 'autocannon';
import type { Call } from '../systems/call.js';
import { prompt } from './prompts.js';

export interface ClosedLoopOptions {
  readonly call: Call;
  readonly connections: number;
  readonly requests: number;
  /** The number of the first prompt. */
  readonly firstPrompt: number;
}

interface Run {
  readonly result: autocannon.Result;
  readonly tookMs: number;
}

const run = (options: autocannon.Options): Promise<Run> =>
  new Promise((resolve, reject) => {
    // Its own duration is rounded up to the next time it looks.
    let [sentMs, answeredMs] = [0, 0];
    const instance = autocannon(options, (error, result) => (error ? reject(error) : resolve({ result, tookMs: answeredMs - sentMs })));
    instance.on('start', () => {
      sentMs = performance.now();
    });
    instance.on('response', () => {
      answeredMs = performance.now();
    });
  });

/**
 * Sends requests over so many connections, each as soon as the last was answered, and gives back how long that took, in milliseconds,
 * from the first sent to the last answered. All are prepared before the first is sent. Throws when one is not answered with 2xx.
 */
export const closedLoop = async ({ call, connections, requests, firstPrompt }: ClosedLoopOptions): Promise<number> => {
  const { origin, path, headers, body } = call;
  const perConnection = Math.ceil(requests / connections);
  let next = firstPrompt;
  const setupClient = (client: autocannon.Client): void =>
    client.setRequests(Array.from({ length: perConnection }, () => ({ body: body(prompt(next++)) })));
  const { result, tookMs } = await run({
    url: origin + path,
    method: 'POST',
    headers: { ...headers },
    connections,
    amount: requests,
    sampleInt: 100,
    setupClient,
  });
  const { statusCodeStats, errors, timeouts } = result;
  if (result['2xx'] !== requests)
    throw new Error(`not all were accepted: ${JSON.stringify({ requests, statusCodeStats, errors, timeouts })}`);
  return tookMs;
};
