import { describe, expect, it } from '@jest/globals';
import { maskSecrets } from './mask-secrets.js';

describe('maskSecrets', () => {
  it.each([
    ['an OpenAI key', 'Incorrect API key provided: sk-proj-abcDEF123456789', 'sk-proj-abcDEF123456789'],
    ['a key of ours', 'unknown key mr_live_0123456789abcdef', '0123456789abcdef'],
    ['a bearer token', 'sent Authorization: Bearer eyJhbGciOi.J9', 'eyJhbGciOi.J9'],
    ['basic credentials', 'authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['a Redis password', 'connect redis://default:hunter2@10.0.0.1:6379 failed', 'hunter2'],
    ['a password that holds an at sign', 'connect rediss://u:p@ss:w@host/0', 'p@ss'],
    ['a named key', '{"api_key": "abc-123"}', 'abc-123'],
    ['a password of the environment', 'MILLRACE_ADMIN_PASSWORD=hunter2', 'hunter2'],
    ['a named password', 'password=hunter2&x=1', 'hunter2'],
  ])('masks %s', (_what, text, secret) => {
    expect(maskSecrets(text)).not.toContain(secret);
    expect(maskSecrets(text)).toContain('***');
  });

  it('leaves ordinary text and ids as they are', () => {
    const text = 'task_0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000 took 12 ms at http://127.0.0.1:9464/metrics; keyboard, basically';
    expect(maskSecrets(text)).toBe(text);
  });

  it('stays fast on a text made to slow it down', () => {
    const hostile = 'a://'.repeat(2_000);
    expect(maskSecrets(hostile)).toBe(hostile);
  });
});
