import { describe, expect, it } from '@jest/globals';
import { knownSettings } from './known-settings.js';
import { renderHelp } from './render-help.js';
import { renderSettings } from './render-settings.js';
import type { Setting } from './setting.js';

const all: readonly Setting<unknown>[] = knownSettings();
const own = (env: string): Setting<unknown> => all.find((setting) => setting.env === env) as Setting<unknown>;

describe('every setting', () => {
  it.each(all.map((setting) => [setting.env, setting] as const))(
    '%s says what it does, when to change it and its default',
    (env, setting) => {
      expect(env).toMatch(/^[A-Z][A-Z_]+$/);
      expect(setting.describe).toMatch(/\.$/);
      expect(setting.whenToChange).toMatch(/\.$/);
      expect((setting.default === undefined) !== (setting.defaultShown === undefined)).toBe(true);
    },
  );

  it.each(all.filter((setting) => setting.default !== undefined).map((setting) => [setting.env, setting] as const))(
    '%s has a default that it accepts',
    (_env, setting) => expect(setting.schema.safeParse(setting.default).success).toBe(true),
  );

  it('has a name of its own', () => {
    expect(new Set(all.map(({ env }) => env)).size).toBe(all.length);
  });
});

describe('the settings page', () => {
  const port = (value: string) => ({ ...own('METRICS_PORT'), default: value });
  const page = renderSettings({
    apps: { api: { a: { port: port('1'), keys: own('MILLRACE_API_KEYS') } }, worker: { a: { port: port('2') } } },
  });

  it('has what all apps share first, with each default where they differ', () => {
    const [, shared = ''] = page.split('## ');
    expect(shared).toContain('api and worker');
    expect(shared).toMatch(/\| `METRICS_PORT` \| .* \| api: `1`, worker: `2` \| .* \|\n/);
  });

  it('marks secrets and keeps the table whole', () => {
    expect(page).toContain('| `MILLRACE_API_KEYS` (secret) |');
    for (const line of page.split('\n').filter((text) => text.startsWith('|')))
      expect(line.replaceAll('\\|', '').split('|')).toHaveLength(6);
  });
});

it('lists flags and settings for --help', () => {
  const help = renderHelp({ command: 'x', purpose: 'Does it.', flags: { '--help': 'this text' }, settings: { a: { port: own('PORT') } } });
  expect(help).toContain('Usage: x [flags]');
  expect(help).toMatch(/--help +this text/);
  expect(help).toMatch(/PORT +The port the api listens on.*\(3000\)/);
});
