import { expect, it } from '@jest/globals';
import { readAnswer } from './read-answer.js';

const answer = Buffer.from('HTTP/1.1 202 Accepted\r\nX-A: b\r\nContent-Length: 10\r\nConnection: keep-alive\r\n\r\n{"id":"1"}');

it('reads status and body of a whole answer', () => expect(readAnswer(answer)).toEqual({ status: 202, body: '{"id":"1"}' }));
it('waits wherever the answer is cut', () => {
  for (let length = 0; length < answer.length; length += 1) expect(readAnswer(answer.subarray(0, length))).toBeUndefined();
});
it('refuses an answer that does not say its length', () => {
  expect(() => readAnswer(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toThrow('without a length');
});
