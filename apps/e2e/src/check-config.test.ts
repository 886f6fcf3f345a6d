import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { inRepository, runProcess } from '@millrace/testing';

const roles = ['api', 'worker'] as const;
type Role = (typeof roles)[number];
const folder = mkdtempSync(join(tmpdir(), 'millrace-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const good = {
  api: { MILLRACE_API_KEYS: 'someone:a-key-that-is-long-enough-for-anything' },
  worker: { OPENAI_API_KEY: 'sk-secret-of-the-provider' },
};

const check = async (role: Role, env: Record<string, string>, flags = ['--check-config']) => {
  const app = await runProcess({ args: [inRepository('apps', role, 'dist/main.js'), ...flags], env, cwd: folder });
  const { code } = await app.exited;
  return { code, said: app.output() };
};

describe.each(roles)('%s --check-config', (role) => {
  it('exits with 0 when the settings are fine, and shows no secret', async () => {
    const { code, said } = await check(role, good[role]);
    expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^The settings are fine\.$/m) });
    for (const secret of Object.values(good[role])) expect(said).not.toContain(secret);
  });

  it('exits with 1 and one sentence for each wrong setting', async () => {
    const wrong = { LOG_LEVEL: 'loud', METRICS_PORT: '99999', MILLRACE_PREFIX: 'plain', MILLRACE_RESULT_TTL_SECONDS: 'long' };
    const { code, said } = await check(role, { ...good[role], ...wrong });
    expect({ code, lines: said.split('\n').length }).toEqual({ code: 1, lines: Object.keys(wrong).length });
    for (const [name, value] of Object.entries(wrong)) expect(said).toContain(`${name} is "${value}", but must `);
  });

  it('names a wrong secret without showing it, and reads secrets from files', async () => {
    const wrong = await check(role, { ...good[role], REDIS_URL: 'http://:hush-hush@redis' });
    expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('REDIS_URL') });
    expect(wrong.said).not.toContain('hush-hush');

    const file = join(folder, 'redis-url');
    writeFileSync(file, 'redis://:hush-hush@127.0.0.1:6379\n');
    expect(await check(role, { ...good[role], REDIS_URL_FILE: file })).toMatchObject({ code: 0 });
    const gone = await check(role, { ...good[role], REDIS_URL_FILE: join(folder, 'nowhere') });
    expect(gone).toMatchObject({ code: 1, said: expect.stringContaining('REDIS_URL_FILE') });
  });

  it('names a flag it does not know, and lists every setting for --help', async () => {
    expect(await check(role, good[role], ['--chek-config'])).toMatchObject({ code: 1, said: expect.stringContaining('--chek-config') });
    const help = await check(role, {}, ['--help']);
    expect(help).toMatchObject({ code: 0, said: expect.stringContaining('MILLRACE_RESULT_TTL_SECONDS') });
  });
});

describe.each(roles)('%s --check-config with a models file', (role) => {
  const file = join(folder, `${role}.models.yaml`);
  const env = { ...good[role], MILLRACE_MODELS_FILE: file };
  const route = '  - model: small\n    deployments:\n      - {name: here, base_url: "http://127.0.0.1:1/v1"';

  it('names all its mistakes with their lines, and shows no secret', async () => {
    writeFileSync(file, `credentials:\n  mine: {key: sk-hush-hush}\nroutes:\n${route}, wieght: 2, max_in_flight: 0}\n`);
    const { code, said } = await check(role, env);
    expect({ code, lines: said.trimEnd().split('\n') }).toEqual({
      code: 1,
      lines: [
        expect.stringMatching(/models\.yaml, line 2, column 15: `key` of the credential "mine" must say where the secret is/),
        expect.stringMatching(/line 6, column 57: `wieght` is not a key of the deployment "here"; did you mean `weight`\?$/),
        expect.stringMatching(/line 6, column 83: `max_in_flight` of the deployment "here" must be .*, but is 0\.$/),
      ],
    });
    expect(said).not.toContain('hush-hush');
  });

  it('must have the file that is named', async () => {
    const { code, said } = await check(role, { ...env, MILLRACE_MODELS_FILE: join(folder, 'nowhere.yaml') });
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/^The models file .*nowhere\.yaml does not exist\.$/m) });
  });

  it('is content with a right one', async () => {
    writeFileSync(file, `routes:\n${route}}\n`);
    expect(await check(role, env)).toMatchObject({ code: 0, said: expect.stringContaining('The settings are fine.') });
  });
});

it('a secret that is missing is the business of workers alone', async () => {
  const file = join(folder, 'needs-a-key.yaml');
  const body = '[{name: d, base_url: "https://h.example/v1", credential: c}]';
  writeFileSync(file, `credentials: {c: {key: env:KEY_OF_C}}\nroutes: [{model: m, deployments: ${body}}]\n`);
  const env = { MILLRACE_MODELS_FILE: file };
  expect(await check('api', { ...good.api, ...env })).toMatchObject({ code: 0 });
  expect(await check('worker', env)).toMatchObject({ code: 1, said: expect.stringContaining('KEY_OF_C, which is not set') });
  expect(await check('worker', { ...env, KEY_OF_C: 'sk-there' })).toMatchObject({ code: 0 });
});

it.each(roles)('%s: ends with one sentence about an address it cannot listen on', async (role) => {
  // Of a range that is for documents only (RFC 5737).
  const { code, said } = await check(role, { ...good[role], METRICS_HOST: '192.0.2.1', METRICS_PORT: '0' }, []);
  expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/^METRICS_HOST is "192\.0\.2\.1", which is no address/m) });
  expect(said).not.toMatch(/uncaught|EADDRNOTAVAIL/);
});

it('both word a warning and their approval alike', async () => {
  const odd = { MILLRACE_LOG_LEVLE: 'debug' };
  const said = await Promise.all(roles.map(async (role) => (await check(role, { ...good[role], ...odd })).said));
  expect(said[0]).toMatch(/^Warning: MILLRACE_LOG_LEVLE is not a setting.*\nThe settings are fine\.$/);
  expect(said[0]).toBe(said[1]);
});

it('both say the same about what they share, and neither starts with wrong settings', async () => {
  const said = await Promise.all(roles.map(async (role) => (await check(role, { ...good[role], LOG_MAX_FILES: 'many' }, [])).said));
  expect(said[0]).toContain('LOG_MAX_FILES is "many"');
  expect(said[0]).toBe(said[1]);
});
