import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import type { BulkOutcome, BulkSummary } from '@millrace/contracts';
import { key } from '@millrace/testing';

export interface BeginUploadOptions {
  readonly address: string;
  readonly idempotencyKey?: string;
}

/** A bulk submission of lines under way. */
export interface Upload {
  /** Resolves once the connection has taken it, or is gone. */
  send(text: string): Promise<void>;
  end(): void;
  /** Ends the connection as a caller does who is killed. */
  cut(): void;
  /** The answer, once its head has come. */
  readonly response: Promise<IncomingMessage>;
  /** The lines of the answer, taken only as they are asked for; a connection that was cut ends them. */
  readonly answers: AsyncGenerator<BulkOutcome | BulkSummary>;
}

async function* linesOf(response: Promise<IncomingMessage>): AsyncGenerator<BulkOutcome | BulkSummary> {
  const answer = await response;
  answer.on('error', () => {});
  for await (const line of createInterface({ input: answer })) yield JSON.parse(line) as BulkOutcome | BulkSummary;
}

/** Begins `POST /v1/tasks/bulk` with lines to come. */
export const beginUpload = ({ address, idempotencyKey }: BeginUploadOptions): Upload => {
  const headers = { 'x-api-key': key, 'content-type': 'application/x-ndjson' };
  const sent = request(`${address}/v1/tasks/bulk`, {
    method: 'POST',
    headers: { ...headers, ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }) },
    agent: false,
  });
  const response = once(sent, 'response').then(([answer]) => answer as IncomingMessage);
  // Whoever reads the answers hears of it.
  response.catch(() => {});
  sent.on('error', () => {}).flushHeaders();
  const gone = new Promise<void>((resolve) => sent.once('close', () => resolve()));
  return {
    send: async (text) => {
      if (!sent.destroyed && !sent.write(text))
        await Promise.race([new Promise<void>((resolve) => sent.once('drain', () => resolve())), gone]);
    },
    end: () => void sent.end(),
    cut: () => void sent.destroy(),
    response,
    answers: linesOf(response),
  };
};
