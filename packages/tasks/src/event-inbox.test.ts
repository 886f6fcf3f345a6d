import { describe, expect, it } from '@jest/globals';
import { createEventInbox } from './event-inbox.js';
import { toldEvent } from './told-event.js';

const delta = (seq: number, text = 'a') => toldEvent(seq, 'delta', { index: 0, attempt: 1, text });
const never = new AbortController().signal;

describe('the inbox of a reader', () => {
  it('gives in the order in which it got', () => {
    const inbox = createEventInbox(10_000);
    inbox.put(delta(3));
    inbox.put('look');
    inbox.put('look');
    inbox.put(delta(4));
    const taken = [inbox.take(), inbox.take(), inbox.take(), inbox.take()];
    expect(taken).toMatchObject([{ seq: 3 }, 'look', { seq: 4 }, undefined]);
  });

  it('throws away what is too much and asks for a look instead, again and again', () => {
    const inbox = createEventInbox(1000);
    for (let seq = 1; seq <= 100; seq += 1) inbox.put(delta(seq, 'x'.repeat(300)));
    const taken: unknown[] = [];
    for (let event = inbox.take(); event !== undefined; event = inbox.take()) taken.push(event);
    expect(taken).toContain('look');
    expect(taken.length).toBeLessThan(5);
    inbox.put(delta(101));
    expect(inbox.take()).toMatchObject({ seq: 101 });
  });

  it('wakes whoever waits, also when the signal fires', async () => {
    const inbox = createEventInbox(1000);
    const filled = inbox.filled(never);
    inbox.put('look');
    await filled;
    await inbox.filled(never);
    inbox.clear();
    const leaving = new AbortController();
    const left = inbox.filled(leaving.signal);
    leaving.abort();
    await left;
    await inbox.filled(leaving.signal);
  });
});
