import { describe, expect, it } from '@jest/globals';
import { isConfigError } from './config-error.js';
import { loadConfig } from './load-config.js';
import { portNumber } from './number-schemas.js';
import { setting } from './setting.js';
import type { Override } from './source-text.js';
import { oneOf, secretText } from './text-schemas.js';

const about = { describe: 'For a test.', whenToChange: 'Never.' };
const settings = {
  http: {
    port: setting({ env: 'PORT', schema: portNumber, default: '3000', ...about }),
    level: setting({ env: 'LOG_LEVEL', schema: oneOf(['info', 'debug']), ...about }),
  },
  login: { password: setting({ env: 'MILLRACE_ADMIN_PASSWORD', schema: secretText, secret: true, ...about }) },
};

const missing = (path: string): never => {
  throw Object.assign(new Error(`ENOENT ${path}`), { code: 'ENOENT' });
};

interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, Override>>;
  readonly errors?: readonly string[];
}

const load = (env: Readonly<Record<string, string>>, { files = {}, overrides = {}, errors = [] }: Given = {}) =>
  loadConfig({
    settings,
    env,
    overrides,
    readFile: (path) => files[path] ?? missing(path),
    compose: (config) => ({ config, errors, warnings: ['odd'] }),
  });

const mistakesOf = (...given: Parameters<typeof load>): readonly string[] => {
  try {
    load(...given);
    return [];
  } catch (error) {
    if (isConfigError(error)) return error.mistakes;
    throw error;
  }
};

describe('loadConfig', () => {
  it('gives defaults for what is unset or empty, and undefined where there is no default', () => {
    const { config, warnings } = load({ PORT: '', LOG_LEVEL: ' ' });
    expect([config.http.port, config.http.level, config.login.password]).toEqual([3000, undefined, undefined]);
    expect(warnings).toEqual(['odd']);
  });

  it('reads the environment, and lets the command line go before it', () => {
    expect(load({ PORT: ' 1 ' }).config.http.port).toBe(1);
    expect(load({ PORT: '1' }, { overrides: { PORT: { flag: '--port', value: '2' } } }).config.http.port).toBe(2);
  });

  it('names every mistake at once: the variable, what it got, what it wants', () => {
    expect(mistakesOf({ PORT: 'http', LOG_LEVEL: 'loud' }, { errors: ['Together they are wrong.'] })).toEqual([
      'PORT is "http", but must be a whole number, from 0 to 65535.',
      'LOG_LEVEL is "loud", but must be one of info, debug.',
      'Together they are wrong.',
    ]);
  });

  it('leaves out a complaint about a setting that could not be read: it was checked with its default', () => {
    expect(mistakesOf({ PORT: 'x' }, { errors: ['PORT is taken.', 'METRICS_PORT is taken.'] }).slice(1)).toEqual([
      'METRICS_PORT is taken.',
    ]);
  });

  it('brings its warnings along, since a misspelt variable may be the reason', () => {
    const attempt = () => load({ PORT: 'x', MILLRACE_API_KEY: 'a:b' });
    expect(attempt).toThrow(expect.objectContaining({ warnings: [expect.stringContaining('did you mean MILLRACE_API_KEYS?'), 'odd'] }));
  });

  it('keeps to itself what is odd about the value that stands in for a wrong one', () => {
    const compose = () => ({ config: {}, errors: [], warnings: ['PORT is odd', 'odd'] });
    const attempt = () => loadConfig({ settings, env: { PORT: 'x' }, readFile: missing, compose });
    expect(attempt).toThrow(expect.objectContaining({ warnings: ['odd'] }));
  });

  it('names the flag when that is what is wrong', () => {
    expect(mistakesOf({}, { overrides: { PORT: { flag: '--port', value: 'x' } } })).toEqual([
      '--port is "x", but must be a whole number, from 0 to 65535.',
    ]);
  });

  it.each(['sk-proj-0123456789abcdef', 'redis://user:hunter2@host', 'A'.repeat(40)])(
    'does not show what looks like a credential put into the wrong variable',
    (text) => {
      expect(mistakesOf({ PORT: text })[0]).not.toMatch(/0123|hunter|AAAAAA/);
    },
  );

  it('keeps a wrong value on one short line', () => {
    const [mistake = ''] = mistakesOf({ PORT: `a\n${'b '.repeat(500)}` });
    expect(mistake).not.toContain('\n');
    expect(mistake.length).toBeLessThan(200);
  });
});

describe('secrets from files', () => {
  const variable = 'MILLRACE_ADMIN_PASSWORD_FILE';

  it.each(['hunter2\n', 'hunter2\r\n', 'hunter2'])('reads the file without the line break at its end', (text) => {
    expect(load({ [variable]: '/s' }, { files: { '/s': text } }).config.login.password?.reveal()).toBe('hunter2');
  });

  it('keeps spaces and inner line breaks', () => {
    expect(load({ [variable]: '/s' }, { files: { '/s': ' a\nb \n' } }).config.login.password?.reveal()).toBe(' a\nb ');
  });

  it.each([
    [{ [variable]: '/gone' }, `${variable} names the file /gone, which does not exist.`],
    [{ [variable]: '/empty' }, `${variable} names the file /empty, which is empty.`],
    [{ [variable]: '/s', MILLRACE_ADMIN_PASSWORD: 'x' }, `MILLRACE_ADMIN_PASSWORD and ${variable} are both set; keep one of them.`],
  ])('says in a sentence what is wrong with %j', (env, sentence) => {
    expect(mistakesOf(env, { files: { '/s': 'hunter2', '/empty': '\n' } })).toEqual([sentence]);
  });

  it.each([
    ['EACCES', 'may not be read by this user'],
    ['EISDIR', 'is a directory'],
    ['EIO', 'cannot be read'],
  ])('says why a file cannot be read (%s)', (code, reason) => {
    const readFile = (): never => {
      throw Object.assign(new Error(code), { code });
    };
    const attempt = () =>
      loadConfig({ settings, env: { [variable]: '/s' }, readFile, compose: (config) => ({ config, errors: [], warnings: [] }) });
    expect(attempt).toThrow(`${variable} names the file /s, which ${reason}.`);
  });

  it('does not take a file for what is no secret', () => {
    expect(load({ PORT_FILE: '/s' }, { files: { '/s': '1' } }).config.http.port).toBe(3000);
  });
});

describe('unknown variables', () => {
  const warnings = (name: string) => load({ [name]: 'x' }).warnings.filter((warning) => warning !== 'odd');

  it.each([
    ['MILLRACE_CONCURENCY', 'did you mean MILLRACE_CONCURRENCY?'],
    ['MILLRACE_API_KEY', 'did you mean MILLRACE_API_KEYS?'],
    ['MILLRACE_API_KEYS_FIL', 'did you mean MILLRACE_API_KEYS_FILE?'],
    ['MILLRACE_CONCURRENCY_FILE', 'MILLRACE_CONCURRENCY is no secret'],
    ['MILLRACE_UTTERLY_DIFFERENT', 'is not a setting and is ignored.'],
  ])('warns of %s', (name, words) => expect(warnings(name)).toEqual([expect.stringContaining(words)]));

  it.each(['MILLRACE_CONCURRENCY', 'MILLRACE_PREDICT_WAIT_SECONDS', 'MILLRACE_API_KEYS_FILE', 'MILLRACE_TEST_REDIS_URL', 'SOMETHING_ELSE'])(
    'says nothing of %s, which is known to some app or none of ours',
    (name) => expect(load({ [name]: '/s' }).warnings).toEqual(['odd']),
  );
});
