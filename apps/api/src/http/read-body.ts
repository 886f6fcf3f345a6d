import type { IncomingMessage } from 'node:http';
import { HttpProblem } from './http-problem.js';

/** Whether the request announces a body at all. */
export const hasBody = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Reads the whole body, at most `limitBytes`; counts what arrives, so a wrong or absent `Content-Length` changes nothing.
 * Throws `body_too_large`, and `invalid_request` when the caller goes away in the middle.
 */
export const readBody = (request: IncomingMessage, limitBytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const tooLarge = (): void =>
      reject(new HttpProblem('body_too_large', { detail: `The body is larger than the ${limitBytes} bytes accepted here.` }));
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) return tooLarge();
    request.on('data', (chunk: Buffer) => {
      const fitted = size <= limitBytes;
      size += chunk.length;
      if (size <= limitBytes) chunks.push(chunk);
      else if (fitted) tooLarge();
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)));
    request.on('close', () => {
      if (!request.complete) reject(new HttpProblem('invalid_request', { detail: 'The request broke off before its body was complete.' }));
    });
  });
