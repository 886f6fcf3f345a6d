// The upstream of all measurements, in a process of its own: prepared answers, at once or after DELAY_MS, streams also piece by piece, one
// every PACE_MS. `GET /calls` says how many
// there were and, when it delays, how long it held each, by the number the prompt begins with.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { numberOf } from '../load/prompts.js';
import { streamedAnswer, streamedPieces, streamHead, wholeAnswer } from './answers.js';

const delayMs = Number(process.env.DELAY_MS ?? 0);
const paceMs = Number(process.env.PACE_MS ?? 0);
const heldMs: Record<number, number> = {};
let calls = 0;

const asksForStream = Buffer.from('"stream":true');

const answer = (body: Buffer, response: ServerResponse): void => {
  calls += 1;
  if (paceMs > 0) answerByPieces(response);
  else if (body.includes(asksForStream)) response.writeHead(200, { 'content-type': 'text/event-stream' }).end(streamedAnswer);
  else response.writeHead(200, { 'content-type': 'application/json', 'content-length': wholeAnswer.length }).end(wholeAnswer);
};

const answerByPieces = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(streamHead + streamedPieces[0]);
  let next = 1;
  const timer = setInterval(() => {
    response.write(streamedPieces[next] ?? '');
    next += 1;
    if (next < streamedPieces.length) return;
    clearInterval(timer);
    response.end();
  }, paceMs);
};

const answerLater = (body: Buffer, response: ServerResponse, from: number): void => {
  setTimeout(() => {
    answer(body, response);
    heldMs[numberOf(body.toString())] = performance.now() - from;
  }, delayMs);
};

const receive = (request: IncomingMessage, response: ServerResponse): void => {
  const from = performance.now();
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    if (delayMs > 0) answerLater(body, response, from);
    else answer(body, response);
  });
};

createServer((request, response) => {
  if (request.method === 'GET') response.end(JSON.stringify({ calls, heldMs }));
  else receive(request, response);
}).listen(Number(process.env.PORT), '127.0.0.1');
