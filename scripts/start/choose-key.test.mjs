import { describe, expect, it } from '@jest/globals';
import { chooseKey } from './choose-key.mjs';

const configured = (keys) => chooseKey({ MILLRACE_API_KEYS: keys });

describe('the key of the first prompt', () => {
  it("is the user's first key that may submit tasks, and his setting is left alone", () => {
    expect(configured('ops:admin-only-key:admin, team:first-key:tasks+admin, team:second-key')).toEqual({
      key: 'first-key',
      generated: false,
      keys: undefined,
    });
    expect(configured('team:plain-key')).toMatchObject({ key: 'plain-key' });
  });

  it('is one of our own, beside the others, when none of the user’s may submit tasks', () => {
    const { key, generated, keys } = configured('ops:admin-only-key:admin');
    expect(generated).toBe(true);
    expect(key).toMatch(/^mr_demo_[0-9a-f]{48}$/);
    expect(keys).toBe(`ops:admin-only-key:admin,demo:${key}`);
  });
});
