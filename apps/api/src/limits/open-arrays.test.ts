import { describe, expect, it } from '@jest/globals';
import { recordedTelemetry } from '../fakes/recorded-telemetry.js';
import { createOpenArrays } from './open-arrays.js';

const createCall = (keyId: string) => {
  const done: (() => void)[] = [];
  return {
    caller: { tenant: 'acme', keyId, scopes: [] },
    whenOver: (then: () => void) => void done.push(then),
    end: () => {
      for (const then of done) then();
    },
  };
};
const problem = (code: string) => expect.objectContaining({ code, parts: expect.objectContaining({ retryAfterSeconds: 5 }) });

describe('open arrays', () => {
  it('are so many for each key, until they are over', () => {
    const telemetry = recordedTelemetry();
    const { require } = createOpenArrays({ telemetry, maxPerKey: 1 });
    const first = createCall('a');
    require(first, 1);
    require(createCall('b'), 1);
    expect(() => require(createCall('a'), 1)).toThrow(problem('too_many_open_requests'));
    expect(telemetry.refusals).toEqual(['open_requests']);
    first.end();
    require(createCall('a'), 1);
  });

  it('are so many bytes of all keys together, one at least', () => {
    const { require } = createOpenArrays({ telemetry: recordedTelemetry(), maxBytes: 10 });
    const first = createCall('a');
    require(first, 11);
    expect(() => require(createCall('b'), 1)).toThrow(problem('too_many_uploads'));
    first.end();
    require(createCall('b'), 4);
    require(createCall('c'), 6);
    expect(() => require(createCall('d'), 1)).toThrow(problem('too_many_uploads'));
  });
});
