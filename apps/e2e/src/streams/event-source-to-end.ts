import { EventSource } from 'eventsource';
import { createStory, type Story } from './story.js';

const kinds = ['state', 'delta', 'restart', 'usage', 'snapshot', 'result', 'error'] as const;

export interface EventSourceToEnd {
  readonly story: Story;
  /** Resolves when the source has closed itself, as it does for good only when told that there is nothing more. */
  readonly closed: Promise<void>;
}

/** Follows a task as a browser does: connecting again, the last id and giving up are the client's own. */
export const eventSourceToEnd = ({ url, key }: { readonly url: string; readonly key: string }): EventSourceToEnd => {
  const story = createStory();
  const source = new EventSource(url, {
    fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, 'x-api-key': key } }),
  });
  const closed = new Promise<void>((resolve, reject) => {
    for (const kind of kinds) {
      source.addEventListener(kind, (event: Event) => {
        // A break of the connection is an event named `error` too, but carries no data.
        if (!(event instanceof MessageEvent)) return source.readyState === EventSource.CLOSED ? resolve() : undefined;
        try {
          story.take({ id: Number(event.lastEventId), event: kind, data: JSON.parse(event.data) });
        } catch (error) {
          source.close();
          reject(error);
        }
      });
    }
  });
  return { story, closed };
};
