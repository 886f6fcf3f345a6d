// The model of `npm start` without an OPENAI_API_KEY: an OpenAI-compatible server in a process of its own.
// DEMO_MODEL_PORT says where it listens (loopback only), DEMO_MODEL_KEY what callers must show.
import { setTimeout as pause } from 'node:timers/promises';
import { LLMock } from '@copilotkit/aimock';
import { answerTo, questionIn } from './demo-model/answer-to.mjs';

const { DEMO_MODEL_PORT, DEMO_MODEL_KEY } = process.env;
const firstTokenMs = 400;
const tokensPerSecond = 60;
const charactersPerToken = 4;

const cutTo = (text, maxTokens) => {
  const most = (maxTokens ?? Infinity) * charactersPerToken;
  return text.length <= most ? { content: text, finishReason: 'stop' } : { content: text.slice(0, most), finishReason: 'length' };
};

const respond = async (request) => {
  const text = answerTo(questionIn(request.messages), { json: request.response_format?.type?.startsWith('json') });
  const answer = cutTo(text, request.max_completion_tokens ?? request.max_tokens);
  // Streams get their pace from the profile below; a whole answer takes as long as its stream would have.
  if (!request.stream) await pause(firstTokenMs + (answer.content.length / charactersPerToken / tokensPerSecond) * 1000);
  return { ...answer, model: 'demo-model' };
};

const server = new LLMock({ host: '127.0.0.1', port: Number(DEMO_MODEL_PORT), auth: { apiKeys: [DEMO_MODEL_KEY] }, journalMaxEntries: 1 });
server.addFixture({
  match: { endpoint: 'chat' },
  response: respond,
  chunkSize: charactersPerToken,
  streamingProfile: { ttft: firstTokenMs, tps: tokensPerSecond, jitter: 0.3 },
});
await server.start();

for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void server.stop().finally(() => process.exit(0)));
