import { describe, expect, it } from '@jest/globals';
import { createEventLines, type ServerSentEvent } from './event-lines.js';

const read = (...pieces: readonly Uint8Array[]) => {
  const lines = createEventLines();
  const events: ServerSentEvent[] = [];
  for (const piece of pieces) lines.push(piece, (event) => Boolean(events.push(event)));
  return { events, recognised: lines.recognised };
};
const data = (text: string) => read(Buffer.from(text)).events.map((event) => event.data);

describe('createEventLines', () => {
  it('reads the same events wherever the network cuts them, inside a character too', () => {
    const bytes = Buffer.from(': hi\r\nevent: error\r\ndata: {"é":"水車"}\r\n\r\ndata: a\ndata: b\n\nid: 1\ndata:c\n\n');
    const whole = read(bytes);
    expect(whole.events).toEqual([
      { name: 'error', data: '{"é":"水車"}' },
      { name: '', data: 'a\nb' },
      { name: '', data: 'c' },
    ]);
    for (let cut = 1; cut < bytes.length; cut += 1) expect(read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(whole);
    expect(read(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  it('keeps what is not ended for later and never makes an event of it', () => {
    expect(data('data: a\n\ndata: b\n')).toEqual(['a']);
  });

  it('passes over comments, unknown fields and a byte order mark', () => {
    expect(data('\uFEFFdata: a\n\n: ping\n\nfoo: bar\n\ndata: b\n\n')).toEqual(['a', 'b']);
  });

  it('takes one space after the colon away and no more', () => {
    expect(data('data:  a\n\ndata:b\n\ndata\n\n')).toEqual([' a', 'b', '']);
  });

  it('knows a comment as its format but no other text', () => {
    expect(read(Buffer.from(': ping\n\n')).recognised).toBe(true);
    expect(read(Buffer.from('Bad gateway\nTry later: now\n\n')).recognised).toBe(false);
  });

  it('stops where it is told to', () => {
    const lines = createEventLines();
    const seen: string[] = [];
    expect(lines.push(Buffer.from('data: a\n\ndata: b\n\n'), (event) => void seen.push(event.data) === null)).toBe(false);
    expect(seen).toEqual(['a']);
  });
});
