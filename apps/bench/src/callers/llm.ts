// Calls as a worker makes them, through packages/llm.
// biome-ignore lint/style/noRestrictedImports: what is measured here is the call alone, which no app makes without a queue.
import { createLlmClients } from '@millrace/llm';
import { concurrency } from '../sizes.js';
import { runCaller } from './run-caller.js';

const client = createLlmClients({ connections: () => concurrency }).of({
  deployment: 'bench',
  baseUrl: process.env.OPENAI_BASE_URL as string,
  apiKey: process.env.OPENAI_API_KEY,
  maxTokensParameter: 'max_tokens',
  defaultMaxTokens: 1_000,
  timeouts: { connectMs: 10_000, firstByteMs: 120_000, idleMs: 60_000, totalMs: 600_000 },
});

await runCaller(async (content) => {
  let text = '';
  const outcome = await client.complete(
    { model: 'gpt-4o-mini', messages: [{ role: 'user', content }] },
    {
      onDelta: (piece) => {
        text += piece.text;
      },
    },
  );
  if (outcome.kind !== 'succeeded') throw new Error(`a call ended as ${outcome.kind}`);
  return text;
});
