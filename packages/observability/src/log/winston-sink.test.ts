import { describe, expect, it } from '@jest/globals';
import { createLineComposer } from './compose-line.js';
import { withContext } from './log-context.js';
import { createWinstonSink, type LineWriter } from './winston-sink.js';

interface Line {
  readonly requestId: string;
  readonly own: string;
  readonly timestamp: string;
}

const slowly =
  (lines: Line[]): LineWriter =>
  (line, next) => {
    lines.push(JSON.parse(line) as Line);
    setImmediate(next);
  };

describe('winston sink', () => {
  it('keeps each line under its own request and time when a writer is slow, and loses none at the close', async () => {
    const lines: Line[] = [];
    let now = 0;
    const identity = { service: 'millrace', role: 'api', instance: 'a', version: '1' } as const;
    const composer = createLineComposer({ identity, clock: () => now, secrets: [] });
    const sink = createWinstonSink({ level: 'info', writers: [slowly(lines)] });
    const request = (id: string) =>
      withContext({ requestId: id }, async () => {
        await new Promise(setImmediate);
        now += 1_000;
        sink.write('info', composer.line('info', 'step', { own: id }));
      });
    await Promise.all(Array.from({ length: 200 }, (_, index) => request(`r-${index}`)));
    await sink.close();
    expect(lines).toHaveLength(200);
    expect(lines.filter(({ requestId, own }) => requestId !== own)).toEqual([]);
    expect(new Set(lines.map(({ timestamp }) => timestamp)).size).toBe(200);
  });
});
