import { describe, expect, it } from '@jest/globals';
import { recordedTelemetry } from '../fakes/recorded-telemetry.js';
import { createOpenRequests } from './open-requests.js';

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

describe('open requests', () => {
  it('are counted by key, streams and waits together, until they are over', () => {
    const telemetry = recordedTelemetry();
    const { require } = createOpenRequests({ maxPerKey: 2, telemetry });
    const first = createCall('a');
    require(first, 'stream');
    require(createCall('a'), 'wait');
    require(createCall('b'), 'wait');
    expect(telemetry.open).toEqual({ stream: 1, wait: 2, upload: 0 });
    expect(() => require(createCall('a'), 'wait')).toThrow();
    expect(telemetry.refusals).toEqual(['open_requests']);
    first.end();
    expect(telemetry.open).toEqual({ stream: 0, wait: 2, upload: 0 });
    require(createCall('a'), 'wait');
    expect(telemetry.open).toEqual({ stream: 0, wait: 3, upload: 0 });
  });

  it('are refused with a problem that says when to try again', () => {
    const { require } = createOpenRequests({ maxPerKey: 0, telemetry: recordedTelemetry() });
    expect(() => require(createCall('a'), 'stream')).toThrow(
      expect.objectContaining({ code: 'too_many_open_requests', parts: expect.objectContaining({ retryAfterSeconds: 5 }) }),
    );
  });
});
