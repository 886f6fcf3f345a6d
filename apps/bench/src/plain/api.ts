// The plain api: Express and `Queue.add` as their own documentation shows them (https://expressjs.com/en/starter/hello-world.html,
// https://docs.bullmq.io/guide/queues). It has no keys, validation, limits, security headers, metrics or log lines.
import { Queue } from 'bullmq';
import express from 'express';

const queue = new Queue('llm', {
  connection: { url: process.env.REDIS_URL as string },
  // As https://docs.bullmq.io/guide/queues/auto-removal-of-jobs advises; without it Redis would fill with jobs that have ended.
  defaultJobOptions: { removeOnComplete: { age: 3600, count: 1000 }, removeOnFail: { age: 24 * 3600 } },
});

const app = express();
app.use(express.json());

app.get('/', (_request, response) => {
  response.json({ status: 'ok' });
});

app.post('/tasks', async (request, response) => {
  const job = await queue.add('complete', { prompt: request.body.prompt });
  response.status(202).json({ id: job.id });
});

app.listen(Number(process.env.PORT), '127.0.0.1');
