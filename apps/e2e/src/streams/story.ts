import type { StreamEvent } from './parse-events.js';

/** What a reader has put together out of events. Throws at once for an event that is missing, doubled or out of place. */
export interface Story {
  take(event: StreamEvent): void;
  readonly lastId: number;
  /** The text of the attempt that was told last. */
  readonly text: string;
  readonly result: { readonly text: string } | undefined;
  readonly error: { readonly code: string } | undefined;
  readonly kinds: readonly string[];
  readonly ended: boolean;
}

export const createStory = (): Story => {
  let lastId = 0;
  let text = '';
  let attempt: unknown;
  /** Of the next delta; undefined = any, as after a snapshot. */
  let index: number | undefined = 0;
  let result: Story['result'];
  let error: Story['error'];
  const kinds: string[] = [];

  const fail = (what: string, { id, event, data }: StreamEvent): never => {
    throw new Error(`${what} after ${lastId}: ${id} ${event} ${JSON.stringify(data)}`);
  };
  const checkDelta = (event: StreamEvent): void => {
    const { data } = event;
    if (attempt !== undefined && data.attempt !== attempt) fail('a delta of another attempt', event);
    if (index !== undefined && data.index !== index) fail('a delta out of place', event);
  };
  const check = (event: StreamEvent): void => {
    if (result || error) fail('something beyond the end', event);
    if (event.event === 'snapshot' ? event.id <= lastId : event.id !== lastId + 1) fail('a gap or a double', event);
    if (event.event === 'delta') checkDelta(event);
  };
  const takers: Readonly<Record<string, (data: StreamEvent['data']) => void>> = {
    delta: (data) => {
      index = Number(data.index) + 1;
      text += data.text;
    },
    snapshot: (data) => {
      [text, index, attempt] = [String(data.text), undefined, undefined];
    },
    restart: (data) => {
      [text, index, attempt] = ['', 0, data.attempt];
    },
    state: (data) => {
      attempt = data.attempt ?? attempt;
    },
    result: (data) => {
      result = data as { text: string };
    },
    error: (data) => {
      error = data as { code: string };
    },
  };
  return {
    take: (event) => {
      check(event);
      takers[event.event]?.(event.data);
      lastId = event.id;
      kinds.push(event.event);
    },
    get lastId() {
      return lastId;
    },
    get text() {
      return text;
    },
    get result() {
      return result;
    },
    get error() {
      return error;
    },
    kinds,
    get ended() {
      return result !== undefined || error !== undefined;
    },
  };
};
