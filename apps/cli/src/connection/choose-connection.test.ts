import { expect, it } from '@jest/globals';
import { chooseConnection } from './choose-connection.js';

const runFile = { path: '/m/.millrace/run.json', api: 'http://127.0.0.1:3000', key: 'kept', adminKey: 'kept-admin' };

it('prefers flags to the environment, and that to the run file', () => {
  const env = { MILLRACE_URL: 'http://env', MILLRACE_API_KEY: 'of-env' };
  expect(chooseConnection({ flags: { url: 'http://flag/', key: 'of-flag' }, env, runFile, admin: false })).toMatchObject({
    url: 'http://flag',
    key: 'of-flag',
  });
  expect(chooseConnection({ flags: {}, env, runFile, admin: false })).toMatchObject({ url: 'http://env', key: 'of-env' });
  expect(chooseConnection({ flags: {}, env: {}, runFile, admin: false })).toMatchObject({ url: runFile.api, key: 'kept' });
});

it('shows the keys of the run file to no other server', () => {
  const elsewhere = { flags: { url: 'http://elsewhere:3000' }, env: {}, runFile, admin: true };
  expect(() => chooseConnection(elsewhere)).toThrow('No API key for http://elsewhere:3000');
});

it('takes an admin key for commands of operators where there is one', () => {
  expect(chooseConnection({ flags: {}, env: {}, runFile, admin: true }).key).toBe('kept-admin');
  const env = { MILLRACE_API_KEY: 'plain', MILLRACE_ADMIN_KEY: 'admin' };
  expect(chooseConnection({ flags: {}, env, runFile, admin: true }).key).toBe('admin');
  expect(chooseConnection({ flags: {}, env, runFile, admin: false }).key).toBe('plain');
});

it('says what to set when nothing says where Millrace is', () => {
  expect(() => chooseConnection({ flags: {}, env: {}, runFile: undefined, admin: false })).toThrow('npm start');
});
