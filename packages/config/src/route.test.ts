import { describe, expect, it } from '@jest/globals';
import { routesOf } from './route.js';

describe('routesOf', () => {
  it('makes a slug of each name, a name given twice counting once', () => {
    expect(routesOf(['gpt-4o-mini', 'meta-llama/Llama-3.1-8B', 'gpt-4o-mini']).routes).toEqual([
      { slug: 'gpt-4o-mini', model: 'gpt-4o-mini' },
      { slug: 'meta-llama-llama-3-1-8b', model: 'meta-llama/Llama-3.1-8B' },
    ]);
  });

  it('refuses two names that would share a queue', () => {
    expect(routesOf(['a.b', 'a-b']).mistakes).toEqual([expect.stringContaining('"a.b" and "a-b" would share the queue name "a-b"')]);
  });

  it('refuses a name that no queue can be named after', () => {
    expect(routesOf(['…']).mistakes).toEqual([expect.stringContaining('has no letter or digit')]);
  });
});
