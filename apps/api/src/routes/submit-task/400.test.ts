import { describe, expect, it } from '@jest/globals';
import { problemDocument } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';

const canary = 'canary-4711';
const nested = (depth: number) => `${'['.repeat(depth)}"${canary}"${']'.repeat(depth)}`;

const notJson: [name: string, body: string, detail: RegExp][] = [
  ['nothing', '', /body is needed/],
  ['blanks', ' \n ', /body is needed/],
  ['a trailing comma', `{"prompt":"${canary}",}`, /field name .* line 1, column 25\./],
  ['a comment', `{"prompt":"${canary}" // why\n}`, /no comments at line 1, column 25\./],
  ['single quotes', `{'prompt':'${canary}'}`, /line 1, column 2\./],
  ['an unclosed text', `{\n"prompt":"${canary}`, /not closed .* line 2, column 10\./],
  ['a missing comma', `{\n  "prompt": "${canary}"\n  "seed": 1\n}`, /comma is expected at line 3, column 3\./],
  ['two values', `{"prompt":"${canary}"} {}`, /after the end/],
  ['a raw control character', `{"prompt":"${canary}\u0000"}`, /unescaped control character/],
  ['NaN', '{"temperature":NaN}', /not JSON at line 1, column 16\./],
  ['a byte order mark', `\uFEFF{"prompt":"${canary}"}`, /byte order mark/],
  ['a form', `prompt=${canary}`, /line 1, column 1\./],
  ['deep nesting', `{"prompt":${nested(200)}}`, /deeper than 100 levels at line 1, column 110\./],
  ['nesting without an end', '['.repeat(9_000), /deeper than 100 levels/],
];

const unfit: [name: string, body: string, pointer: string, detail: RegExp][] = [
  ['null', 'null', '', /must be an object/],
  ['an array', '[]', '', /must be an object/],
  ['a number for the prompt', '{"prompt":5}', '/prompt', /must be a string/],
  ['an empty prompt', '{"prompt":""}', '/prompt', /at least 1 character/],
  ['neither prompt nor messages', '{}', '', /exactly one/],
  ['both prompt and messages', `{"prompt":"${canary}","messages":[{"role":"user","content":"x"}]}`, '', /exactly one/],
  ['a misspelt field', `{"promt":"${canary}"}`, '/promt', /did you mean "prompt"/],
  ['the beginning of a field', `{"prompt":"${canary}","cache":{"ttl":5}}`, '/cache/ttl', /did you mean "ttl_seconds"/],
  ['a field nobody may see', `{"prompt":"x","${canary.repeat(9)}":1}`, '', /has an unknown field/],
  ['__proto__', `{"prompt":"${canary}","__proto__":{"a":1}}`, '', /__proto__/],
  ['__proto__ where any name goes', `{"prompt":"${canary}","metadata":{"__proto__":"a"}}`, '/metadata', /__proto__/],
  ['a field twice', `{"prompt":"x","prompt":"${canary}"}`, '/prompt', /given twice/],
  ['a nested field twice', `{"prompt":"x","metadata":{"a/b":"1","a/b":"${canary}"}}`, '/metadata/a~1b', /given twice/],
  ['a number too large', '{"prompt":"x","seed":1e999}', '/seed', /too large/],
  ['a number that would lose digits', '{"prompt":"x","seed":12345678901234567890}', '/seed', /at most/],
  ['half a surrogate pair', '{"prompt":"\\ud800"}', '/prompt', /surrogate/],
  ['an empty model', '{"prompt":"x","model":""}', '/model', /at least 1 character/],
  ['no tokens', '{"prompt":"x","max_tokens":0}', '/max_tokens', /at least 1/],
  ['half a token', '{"prompt":"x","max_tokens":1.5}', '/max_tokens', /whole number/],
  ['too hot', '{"prompt":"x","temperature":3}', '/temperature', /at most 2/],
  ['an unknown role', `{"messages":[{"role":"${canary}","content":"x"}]}`, '/messages/0/role', /one of "system"/],
  ['a message without a role', '{"messages":[{"content":"x"}]}', '/messages/0/role', /is required/],
  ['content of no known type', '{"messages":[{"role":"user","content":5}]}', '/messages/0/content', /a string or an array/],
  ['a broken part', '{"messages":[{"role":"user","content":[{"type":"text"}]}]}', '/messages/0/content/0/text', /is required/],
  ['a stop that is no text', '{"prompt":"x","stop":[1]}', '/stop/0', /must be a string/],
  ['an unknown tool choice', `{"prompt":"x","tool_choice":"${canary}"}`, '/tool_choice', /one of "none", "auto", "required"/],
  ['a tool choice without tools', '{"prompt":"x","tool_choice":"auto"}', '/tool_choice', /needs `tools`/],
  ['metadata that is no text', '{"prompt":"x","metadata":{"a":1}}', '/metadata/a', /must be a string/],
  ['a long name in the metadata', `{"prompt":"x","metadata":{"${'k'.repeat(65)}":"1"}}`, '/metadata', /at most 64/],
];

describe('POST /v1/tasks, 400', () => {
  it.each(notJson)('says where %s stops being JSON, and shows none of it', async (_name, body, detail) => {
    const { post, submissions } = appUnderTest();
    const answer = await post('/v1/tasks', body).expect(400).expect('content-type', 'application/problem+json');
    expect(problemDocument.parse(answer.body)).toMatchObject({ code: 'invalid_json', status: 400, retryable: false });
    expect(answer.body.detail).toMatch(detail);
    expect(answer.text).not.toContain(canary);
    expect(submissions).toHaveLength(0);
  });

  it.each(unfit)('points at %s, and shows no value', async (_name, body, pointer, detail) => {
    const { post, submissions } = appUnderTest();
    const answer = await post('/v1/tasks', body).expect(400);
    expect(problemDocument.parse(answer.body)).toMatchObject({ code: 'invalid_body', type: '/docs/errors/invalid_body' });
    expect(answer.body.errors[0]).toEqual({ pointer, detail: expect.stringMatching(detail) });
    expect(answer.text).not.toContain(canary);
    expect(submissions).toHaveLength(0);
  });

  it.each([
    ['a lone continuation byte', [0x80]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
    ['Latin-1', [0xfc]],
  ])('refuses %s as not UTF-8', async (_name, bytes) => {
    const body = Buffer.concat([Buffer.from('{"prompt":"'), Buffer.from(bytes), Buffer.from('"}')]);
    // Superagent's types know text only; it sends a Buffer as it is.
    const answer = await appUnderTest()
      .post('/v1/tasks', '')
      .serialize(() => body as unknown as string)
      .send({})
      .expect(400);
    expect(answer.body.code).toBe('invalid_utf8');
  });

  it('names every fault at once', async () => {
    const answer = await appUnderTest().post('/v1/tasks', '{"prompt":5,"top_p":"a","sed":1}').expect(400);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(['/prompt', '/sed', '/top_p']);
  });

  it('takes an escaped NUL, which is text', async () => {
    await appUnderTest().post('/v1/tasks', '{"prompt":"a\\u0000b"}').expect(202);
  });
});
