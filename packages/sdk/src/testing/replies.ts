import type { Reply } from './start-api.js';

/** Answers with JSON. */
export const json =
  (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Reply =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

/** Answers with a problem document. */
export const problem = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Reply => {
  const retryable = status === 429 || status >= 500;
  const body = { type: `/docs/errors/${code}`, title: code, status, detail: `because of ${code}`, code, retryable, request_id: 'r1' };
  return json(status, body, headers);
};

/** Says nothing and hangs up. */
export const hangUp: Reply = (response) => void response.socket?.destroy();

/** Promises more than comes, and hangs up. */
export const breakOff: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"id":', () => response.socket?.destroy());
};

/** A stream of these frames; stays open unless `last` ends it. */
export const events =
  (frames: string, last: 'end' | 'cut' | 'stay' = 'end', headers: Readonly<Record<string, string>> = {}): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...headers });
    if (last === 'end') response.end(frames);
    else response.write(frames, () => last === 'cut' && response.socket?.destroy());
  };

/** One event as the api writes it. */
export const frame = (seq: number, kind: string, data: object): string => `id: ${seq}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
