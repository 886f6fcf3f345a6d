import { type IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it, jest } from '@jest/globals';
import { createRequestListener, type RequestListenerOptions } from './request-listener.js';

const broken = new Error('broken');
const fail = (): never => {
  throw broken;
};

const ask = async (options: Partial<RequestListenerOptions> = {}, headers: Record<string, string> = { host: 'x' }) => {
  const done: unknown[] = [];
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const tell =
    (what: string) =>
    (...told: unknown[]): void => {
      done.push(told[0] instanceof Error ? `${what}: ${told[0].name}` : what);
      end();
    };
  const request = { method: 'GET', url: '/', httpVersionMinor: 1, headers, rawHeaders: [] } as unknown as IncomingMessage;
  const response = new ServerResponse(request);
  const listen = createRequestListener({
    beginRequest: () => ({}) as ReturnType<RequestListenerOptions['beginRequest']>,
    limitAddress: async () => {},
    findOperation: () => undefined,
    express: tell('express'),
    answerFailure: tell('failure'),
    telemetry: { requestDropped: tell('dropped') },
    ...options,
  });
  listen(request, response);
  await over;
  return { done, destroyed: response.destroyed };
};

describe('a request', () => {
  it('is for Express when it names no operation', async () => {
    expect(await ask()).toEqual({ done: ['express'], destroyed: false });
  });

  it('is served by its operation, with the parameters of its path', async () => {
    const serve = jest.fn<(...given: unknown[]) => Promise<void>>(() => Promise.reject(broken));
    expect(await ask({ findOperation: () => ({ serve, parameters: { id: 'a' } }) })).toMatchObject({ done: ['failure: Error'] });
    expect(serve).toHaveBeenCalledWith(expect.anything(), expect.anything(), { id: 'a' });
  });

  it('is served no further without a host, or when its address has asked too often', async () => {
    expect((await ask({}, {})).done).toEqual(['failure: HttpProblem']);
    expect((await ask({ limitAddress: () => Promise.reject(broken) })).done).toEqual(['failure: Error']);
  });

  it.each<[string, Partial<RequestListenerOptions>]>([
    ['begun', { beginRequest: fail }],
    ['answered with its failure', { express: fail, answerFailure: fail }],
  ])('that cannot be %s ends its connection and nothing else', async (_what, options) => {
    expect(await ask(options)).toEqual({ done: ['dropped: Error'], destroyed: true });
  });
});
