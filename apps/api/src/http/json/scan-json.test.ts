import { describe, expect, it } from '@jest/globals';
import { inspectJson } from './inspect-json.js';
import { scanJson } from './scan-json.js';

describe('scanning a JSON text', () => {
  it.each([
    ['{}', 0],
    ['{"a":1}', 1],
    ['{"a":{"b":[{"c":1},{"c":2}]},"d":"e:f"}', 5],
    ['{"a:b":"c:\\":d","e":"\\\\"}', 2],
    ['{"a":"{[:","b":"}]"}', 2],
    ['"a\\\\\\":"', 0],
  ])('counts the members of %s as often as parsing finds them', (text, members) => {
    expect(scanJson(text, 100).members).toBe(members);
    expect(inspectJson(JSON.parse(text)).members).toBe(members);
  });

  it('finds the bracket that opens a level too many, whatever stands in strings', () => {
    expect(scanJson('{"[[[[":[{}]}', 3)).toMatchObject({ members: 1, tooDeepAt: undefined });
    expect(scanJson('{"[[[[":[{}]}', 2)).toMatchObject({ members: 1, tooDeepAt: 9 });
  });

  it.each(['"', '"\\', '"\\"', '{"a', ']]]]', ':::'])('comes to an end with the broken text %s', (text) => {
    expect(scanJson(text, 100).tooDeepAt).toBeUndefined();
  });
});
