import { describe, expect, it } from '@jest/globals';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { contextOf, traceContextOf } from './trace-context.js';

const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
const throughBoth = (text: string): string => {
  const known = trace.getSpanContext(contextOf(text));
  return known ? traceContextOf(known) : 'none';
};

describe('a trace context as text', () => {
  it.each([`00-${traceId}-${spanId}-01`, `00-${traceId}-${spanId}-00`, `00-${traceId}-${spanId}-01 vendor=a, other=b`])(
    'comes out as it went in: %s',
    (text) => {
      expect(throughBoth(text).replace(/,\s*/, ', ')).toBe(text);
    },
  );

  it.each(['', 'nonsense', `00-${'0'.repeat(32)}-${spanId}-01`, `00-${traceId}-${'0'.repeat(16)}-01`, `ff-${traceId}-${spanId}-01`])(
    'is that of a new trace when it makes no sense: %j',
    (text) => {
      expect(contextOf(text)).toBe(ROOT_CONTEXT);
    },
  );

  it('drops a state that is longer than anybody has to pass on', () => {
    expect(throughBoth(`00-${traceId}-${spanId}-01 a=${'b'.repeat(600)}`)).toBe(`00-${traceId}-${spanId}-01`);
  });
});
