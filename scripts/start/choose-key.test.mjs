import { describe, expect, it } from '@jest/globals';
import { chooseKey } from './choose-key.mjs';

const configured = (keys) => chooseKey({ MILLRACE_API_KEYS: keys });

describe('the keys to begin with', () => {
  it("are the user's first keys that may submit tasks and look after the installation, and his setting is left alone", () => {
    expect(configured('ops:admin-only-key:admin, team:first-key:tasks+admin, team:second-key')).toEqual({
      key: 'first-key',
      generated: false,
      adminKey: 'admin-only-key',
      keys: undefined,
    });
    expect(configured('team:all-key:tasks+admin')).toMatchObject({ key: 'all-key', adminKey: 'all-key', keys: undefined });
  });

  it('are ours, beside the others, where none of the user’s may submit tasks', () => {
    const { key, generated, adminKey, keys } = configured('ops:admin-only-key:admin');
    expect(generated).toBe(true);
    expect(key).toMatch(/^mr_demo_[0-9a-f]{48}$/);
    expect(adminKey).toBe('admin-only-key');
    expect(keys).toBe(`ops:admin-only-key:admin,demo:${key}`);
  });

  it('are ours, beside the others, where none of the user’s may look after the installation, and may do nothing else', () => {
    const { key, generated, adminKey, keys } = configured('team:plain-key');
    expect({ key, generated }).toEqual({ key: 'plain-key', generated: false });
    expect(adminKey).toMatch(/^mr_admin_[0-9a-f]{48}$/);
    expect(keys).toBe(`team:plain-key,admin:${adminKey}:admin`);
  });
});
