// A worker that takes jobs and never finishes one, for tests that kill it. Prints the id of each task it takes.
import { Redis } from 'ioredis';
import { createRouteConsumer } from '../bullmq/create-route-consumer.js';

const [url = '', queuesPrefix = '', route = ''] = process.argv.slice(2);

const consumer = createRouteConsumer({
  route,
  queuesPrefix,
  connection: new Redis(url),
  concurrency: 1,
  instance: 'worker-to-die',
  perform: ({ taskId }) => {
    process.stdout.write(`took ${taskId}\n`);
    return new Promise(() => {});
  },
  events: { onError: (error) => void process.stderr.write(`${error.stack}\n`), onLocksLost: () => {}, onStalled: () => {} },
});
await consumer.start();
