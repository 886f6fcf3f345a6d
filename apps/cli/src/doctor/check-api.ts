import type { Millrace } from '@millrace/sdk';
import { describeFailure } from '../describe-failure.js';
import { type Finding, fail, ok } from './check.js';

export interface CheckApiOptions {
  readonly url: string;
  readonly millrace: Millrace;
  readonly signal: AbortSignal;
}

const reachable = async ({ url, millrace, signal }: CheckApiOptions): Promise<Finding> => {
  try {
    const { status, checks = {} } = await millrace.health({ signal });
    const parts = Object.entries(checks).map(([name, state]) => `${name} ${state}`);
    const found = [`${url} is ${status}`, ...parts].join(', ');
    if (status === 'ok') return ok('Api', found);
    return fail('Api', found, 'Look at what its checks name; while Redis is away it answers 503 and comes back by itself.');
  } catch (error) {
    signal.throwIfAborted();
    const fix = 'Start it (`npm start`), or correct --url or MILLRACE_URL.';
    return fail('Api', `${url} does not answer (${error instanceof Error ? error.message : 'no reason given'})`, fix);
  }
};

const acceptsKey = async ({ millrace, signal }: CheckApiOptions): Promise<Finding> => {
  try {
    const models = await millrace.models.list({ signal });
    return ok('API key', `accepted; ${models.length} ${models.length === 1 ? 'model' : 'models'} to ask`);
  } catch (error) {
    signal.throwIfAborted();
    return fail(
      'API key',
      describeFailure(error, false).text ?? 'refused',
      'Set MILLRACE_API_KEY to a key that this installation knows, or give --key.',
    );
  }
};

/** Whether the api answers, is ready and knows the key. */
export const checkApi = async (options: CheckApiOptions): Promise<readonly Finding[]> => {
  const api = await reachable(options);
  return api.verdict === 'ok' ? [api, await acceptsKey(options)] : [api];
};
