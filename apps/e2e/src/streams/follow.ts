import { once } from 'node:events';
import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { createFrameParser, type StreamEvent } from './parse-events.js';

export interface Following {
  readonly answer: IncomingMessage;
  /** Resolves when the stream is over, with whether it ended rather than broke off. */
  readonly over: Promise<boolean>;
  /** What `retry:` said, if anything. */
  readonly retryMs: () => number | undefined;
}

export interface FollowOptions {
  readonly url: string;
  readonly key: string;
  readonly onEvent: (event: StreamEvent) => void;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: string;
}

/** Opens one stream over a connection of its own. Rejects when it breaks before its head, or its events are refused by `onEvent`. */
export const follow = async ({ url, key, onEvent, headers = {}, method = 'GET', body }: FollowOptions): Promise<Following> => {
  const settings: RequestOptions = { method, agent: false, headers: { 'x-api-key': key, ...headers } };
  const asking = request(url, settings).end(body);
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  let retryMs: number | undefined;
  const parse = createFrameParser((fields) => {
    if (fields.has('retry')) retryMs = Number(fields.get('retry'));
    if (!fields.has('event')) return;
    onEvent({ id: Number(fields.get('id')), event: fields.get('event') ?? '', data: JSON.parse(fields.get('data') ?? '') });
  });
  const over = new Promise<boolean>((resolve, reject) => {
    answer.on('data', (bytes: Uint8Array) => {
      try {
        parse(bytes);
      } catch (error) {
        reject(error);
        answer.destroy();
      }
    });
    answer.on('error', () => {});
    answer.on('close', () => resolve(answer.complete));
  });
  return { answer, over, retryMs: () => retryMs };
};
