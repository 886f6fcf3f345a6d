import type { TaskSubmission } from '@millrace/contracts';
import type { Api } from '../http/create-api.js';
import { randomKey } from '../http/random-key.js';
import type { BulkOptions } from './bulk-options.js';
import type { BulkOutcome } from './bulk-outcome.js';
import { type Chunk, chunksOf } from './chunks-of.js';
import { readAhead } from './read-ahead.js';
import { uploadChunk } from './upload-chunk.js';

export interface SubmitInBulkOptions extends BulkOptions {
  readonly api: Api;
  readonly lines: Iterable<TaskSubmission> | AsyncIterable<TaskSubmission>;
}

const positive = (name: string, value: number): number => {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(`${name} must be a whole number from 1 on`);
};

/** Uploads chunks of lines, several at a time, and gives the outcomes in the order of the lines. */
export const submitInBulk = async function* (options: SubmitInBulkOptions): AsyncGenerator<BulkOutcome, void, undefined> {
  const { api, lines, idempotencyKey = randomKey(), signal } = options;
  const concurrency = positive('concurrency', options.concurrency ?? 4);
  const size = positive('linesPerUpload', options.linesPerUpload ?? 1000);
  const chunks = chunksOf({ lines, size, from: positive('from', options.from ?? 1) });
  const over = new AbortController();
  const giveUp = (): void => over.abort(signal?.reason);
  if (signal?.aborted) giveUp();
  signal?.addEventListener('abort', giveUp, { once: true });

  const upload = (chunk: Chunk): AsyncIterable<BulkOutcome> =>
    readAhead(uploadChunk({ api, chunk, key: `${idempotencyKey}-${chunk.number}`, signal: over.signal }));
  /** The next chunk is read, and its upload begins, while those before it are under way. */
  const next = (): Promise<AsyncIterable<BulkOutcome> | undefined> => {
    const begun = chunks.next().then(({ done, value }) => (done ? undefined : upload(value)));
    // It fails for whoever comes to it; nobody may.
    begun.catch(() => {});
    return begun;
  };
  const underWay = Array.from({ length: concurrency }, next);
  try {
    for (;;) {
      const outcomes = await underWay.shift();
      if (!outcomes) return;
      yield* outcomes;
      underWay.push(next());
    }
  } finally {
    signal?.removeEventListener('abort', giveUp);
    over.abort();
    // Not waited for: lines that never come would keep it for ever.
    chunks.return().catch(() => {});
  }
};
