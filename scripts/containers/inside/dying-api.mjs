// Runs in a container of the test, in the place of an api: takes each request whole, writes down that it came, and hangs up without an answer.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

createServer(async (request) => {
  await text(request);
  process.stdout.write(`${request.method} ${request.url}\n`);
  request.socket.destroy();
}).listen(3000);
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(0));
