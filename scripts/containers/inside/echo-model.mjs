// Runs in a container of the test: an OpenAI-compatible model that says back what it was asked, a second later, and counts who called.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

const delayMs = 1000;
const callsBy = {};

const chunk = (choices, more = {}) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-echo', object: 'chat.completion.chunk', created: 1, model: 'echo', choices, ...more })}\n\n`;

const complete = async (request, response) => {
  const { messages } = JSON.parse(await text(request));
  const caller = request.socket.remoteAddress;
  callsBy[caller] = (callsBy[caller] ?? 0) + 1;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  await pause(delayMs);
  response.write(chunk([{ index: 0, delta: { role: 'assistant', content: `You said: ${messages.at(-1).content}` }, finish_reason: null }]));
  response.write(chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]));
  response.write(chunk([], { usage: { prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 } }));
  response.end('data: [DONE]\n\n');
};

const server = createServer((request, response) => {
  if (request.method === 'GET') response.end(JSON.stringify(callsBy));
  else complete(request, response).catch(() => response.destroy());
});
server.listen(8000);
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(0));
