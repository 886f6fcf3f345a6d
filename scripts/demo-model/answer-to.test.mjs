import { describe, expect, it } from '@jest/globals';
import { answerTo, questionIn } from './answer-to.mjs';

describe('the demo model', () => {
  it('says in every answer that it is one, and how to get a real one', () => {
    for (const question of ['What is a mill race?', 'hello', 'How do I prune an apple tree?', '']) {
      expect(answerTo(question)).toMatch(/^\[Demo model\] .*demo model\. Set OPENAI_API_KEY/s);
    }
  });

  it('answers what is asked', () => {
    expect(answerTo('What is a mill race, in two sentences?')).toMatch(/^\[Demo model\] A mill race is the channel/);
    expect(answerTo('How do I prune an apple tree?')).toContain('“How do I prune an apple tree?”');
  });

  it('answers in JSON when asked to', () => {
    expect(JSON.parse(answerTo('hello', { json: true }))).toEqual({
      model: 'demo model',
      answer: expect.stringMatching(/^Hello/),
      note: expect.stringContaining('demo model'),
    });
  });

  it('takes the last message of the user for the question, in parts too', () => {
    const messages = [
      { role: 'user', content: 'first' },
      { role: 'assistant', content: 'an answer' },
      { role: 'user', content: [{ type: 'text', text: 'second' }] },
      { role: 'assistant', content: null },
    ];
    expect(questionIn(messages)).toBe('second');
  });
});
