import { randomUUID } from 'node:crypto';
import { type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ProblemCode, problems } from '@millrace/contracts';
import { securityHeaders } from '../middleware/security-headers.js';
import type { ApiTelemetry } from '../telemetry.js';
import type { BegunAnswers } from './begun-answers.js';
import { HttpProblem, problemDocumentOf } from './http-problem.js';
import { longUploads } from './upload/long-uploads.js';

/** Answers with a problem what Node gives up on before it becomes a request: broken HTTP, headers too large, too slow, CONNECT. */
export const answerSocketErrors = (server: Server, telemetry: Pick<ApiTelemetry, 'socketRefused'>, begun: BegunAnswers): void => {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // Of what still arrives each piece is wrong again.
    if (lingering.has(socket)) return;
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    // It is watched for silence instead, however long it takes.
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && longUploads.includes(socket)) return;
    const code = codes[error.code ?? ''] ?? 'invalid_request';
    telemetry.socketRefused(code);
    const due = begun.due(socket);
    // The request before it was sound: its answer comes first, and is not mistaken for this one.
    if (due) return void due.once('close', () => socket.writable && endWith(socket, rawAnswer(code)));
    // The answer that has begun ends where it is: what were written now would be taken for a part of it.
    if (begun.on(socket)) return void socket.end(() => socket.destroy());
    endWith(socket, rawAnswer(code));
  });
  // This is no proxy: without a listener the connection would close in silence.
  server.on('connect', (_request, socket) => {
    // Node lets go of the socket here: nobody else hears of its errors, and nobody else closes it.
    socket.on('error', () => {});
    socket.end(rawAnswer('method_not_allowed'), () => socket.destroy());
  });
};

/** Connections that were answered and are read on for a moment: closed at once, the caller's unread bytes would reset them, and the answer be lost. */
const lingering = new WeakSet<Duplex>();
const lingerMs = 1_000;

const endWith = (socket: Duplex, answer: string): void => {
  lingering.add(socket);
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(timer)).end(answer);
};

const codes: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

const rawAnswer = (code: ProblemCode): string => {
  const requestId = randomUUID();
  const { status } = problems[code];
  const body = JSON.stringify(problemDocumentOf(new HttpProblem(code), requestId));
  const headers = {
    ...securityHeaders.api(false),
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'x-request-id': requestId,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`;
};
