import { describe, expect, it } from '@jest/globals';
import { prefersEvents } from './prefers-events.js';

describe('asking for events rather than JSON', () => {
  it.each([
    'text/event-stream',
    'Text/Event-Stream;charset=utf-8',
    'text/event-stream, application/json',
    'application/json;q=0.9, text/event-stream',
    'application/json; q=0.5 , text/event-stream; q=0.6',
    '*/*, text/event-stream;q=0.1',
  ])('%s does', (accept) => {
    expect(prefersEvents(accept)).toBe(true);
  });

  it.each([
    undefined,
    '',
    '*/*',
    'text/*',
    'application/json',
    'application/json, text/event-stream',
    'text/event-stream;q=0',
    'text/event-stream;q=nonsense',
    'text/event-stream;q=0.5, application/json',
    'text/event-streams',
  ])('%s does not', (accept) => {
    expect(prefersEvents(accept)).toBe(false);
  });
});
