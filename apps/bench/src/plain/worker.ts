// The plain worker: a BullMQ `Worker` and the `openai` client with its defaults, as their own documentation shows them
// (https://docs.bullmq.io/guide/workers, https://github.com/openai/openai-node#usage). The client reads OPENAI_API_KEY and OPENAI_BASE_URL.
// It does not stream, since `create` does not unless told to; Millrace always does (docs/decisions), and pays for it here.
import { Worker } from 'bullmq';
import OpenAI from 'openai';

const openai = new OpenAI();

new Worker(
  'llm',
  async (job) => {
    const completion = await openai.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: job.data.prompt }],
    });
    return completion.choices[0]?.message.content;
  },
  // As many at once as Millrace's default; BullMQ's own, 1, would be no match.
  { connection: { url: process.env.REDIS_URL as string }, concurrency: 100 },
);
