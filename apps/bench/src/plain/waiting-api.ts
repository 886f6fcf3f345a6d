// The plain api that waits for the answer: what BullMQ has for that is `waitUntilFinished` (https://docs.bullmq.io/guide/returning-job-data).
// A process of its own, because the events it reads would cost the one that only submits.
import { Queue, QueueEvents } from 'bullmq';
import express from 'express';

const connection = { url: process.env.REDIS_URL as string };
const queue = new Queue('llm', {
  connection,
  defaultJobOptions: { removeOnComplete: { age: 3600, count: 1000 }, removeOnFail: { age: 24 * 3600 } },
});
const queueEvents = new QueueEvents('llm', { connection });

const app = express();
app.use(express.json());

app.get('/', async (_request, response) => {
  await queueEvents.waitUntilReady();
  response.json({ status: 'ok' });
});

app.post('/ask', async (request, response) => {
  const job = await queue.add('complete', { prompt: request.body.prompt });
  response.json({ result: await job.waitUntilFinished(queueEvents) });
});

app.listen(Number(process.env.PORT), '127.0.0.1');
