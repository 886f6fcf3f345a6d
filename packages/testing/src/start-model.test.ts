import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Model, startModel } from './start-model.js';

let model: Model;

const ask = async (content: string): Promise<unknown> => {
  const body = JSON.stringify({ model: 'any', messages: [{ role: 'user', content }] });
  const response = await fetch(`${model.url}/chat/completions`, { method: 'POST', body });
  const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
  return choices[0]?.message.content;
};

beforeEach(async () => {
  model = await startModel();
});
afterEach(() => model.close());

it('answers anything unless told otherwise, and keeps what it was asked', async () => {
  expect(await ask('How are you?')).toBe('Hello from the model.');
  expect(model.requests()).toHaveLength(1);
  expect(model.requests()[0]?.body).toMatchObject({ messages: [{ content: 'How are you?' }] });
});

it('asks added fixtures first, in their order', async () => {
  model.add(
    { match: { userMessage: 'tea' }, response: { content: 'first' } },
    { match: { userMessage: 'tea' }, response: { content: 'second' } },
  );
  expect(await ask('tea?')).toBe('first');
  expect(await ask('coffee?')).toBe('Hello from the model.');
});
