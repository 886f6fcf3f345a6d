import { describe, expect, it } from '@jest/globals';
import { type DescribedError, describeError } from './describe-error.js';

const chainOf = (described: DescribedError | string | undefined): string[] =>
  typeof described === 'object' ? [described.message, ...chainOf(described.cause)] : [];

const linked = (length: number): Error =>
  Array.from({ length }).reduce<Error | undefined>((cause, _, index) => new Error(`link ${length - index}`, { cause }), undefined) as Error;

describe('describeError', () => {
  it('keeps name, message, code, status, type, request id and the frames of the stack', () => {
    const error = Object.assign(new TypeError('boom'), { code: 'E_BOOM', status: 503, type: 'server_error', requestID: 'r-1' });
    const described = describeError(error);
    expect(described).toMatchObject({
      name: 'TypeError',
      message: 'boom',
      code: 'E_BOOM',
      status: 503,
      type: 'server_error',
      requestId: 'r-1',
    });
    expect(described.stack).toMatch(/^\s+at .*describe-error\.test\.ts/);
    expect(described.stack).not.toContain('boom');
  });

  it('follows the chain of causes for five errors and no further', () => {
    expect(chainOf(describeError(linked(3)))).toEqual(['link 1', 'link 2', 'link 3']);
    expect(chainOf(describeError(linked(9)))).toHaveLength(5);
  });

  it('survives an error that causes itself', () => {
    const error = new Error('ouroboros');
    error.cause = error;
    expect(chainOf(describeError(error))).toHaveLength(5);
  });

  it('names the members of an aggregate, such as each refused connection', () => {
    const error = new AggregateError([Object.assign(new Error('connect ECONNREFUSED ::1'), { code: 'ECONNREFUSED' })], '');
    expect(describeError(error).errors).toEqual([expect.objectContaining({ code: 'ECONNREFUSED' })]);
  });

  it("leaves out an API error's headers, body and words", () => {
    const error = Object.assign(new Error('400 your prompt CANARY was refused'), {
      status: 400,
      headers: { authorization: 'Bearer CANARY' },
      error: { message: 'CANARY' },
      code: 'invalid_prompt',
    });
    const described = describeError(error);
    expect(JSON.stringify(described)).not.toContain('CANARY');
    expect(described).toMatchObject({ status: 400, code: 'invalid_prompt' });
  });

  it('leaves out the text that JSON.parse could not read', () => {
    const parse = (text: string): Error => {
      try {
        return JSON.parse(text) as Error;
      } catch (error) {
        return error as Error;
      }
    };
    expect(JSON.stringify(describeError(parse('CANARY "and" more')))).not.toContain('CANARY');
  });

  it('masks credentials in messages and causes', () => {
    const error = new Error('redis://u:hunter2@host', { cause: 'Bearer hunter2' });
    expect(JSON.stringify(describeError(error))).not.toContain('hunter2');
  });
});
