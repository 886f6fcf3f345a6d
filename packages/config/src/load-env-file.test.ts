import { expect, it } from '@jest/globals';
import { loadEnvFile } from './load-env-file.js';

const text = '# comment\nPORT=4000\nMODEL_NAME="a b"\nEMPTY=from-file\nexport X=y\n';

it('adds what the environment does not have and overrides nothing, not even what is empty', () => {
  expect(loadEnvFile({ env: { PORT: '1', EMPTY: '' }, readFile: () => text })).toEqual({ PORT: '1', MODEL_NAME: 'a b', EMPTY: '', X: 'y' });
});

it('adds nothing when there is no file', () => {
  const readFile = (): never => {
    throw Object.assign(new Error('no'), { code: 'ENOENT' });
  };
  expect(loadEnvFile({ env: { PORT: '1' }, readFile })).toEqual({ PORT: '1' });
});

it('fails for a file that is there and cannot be read', () => {
  const readFile = (): never => {
    throw Object.assign(new Error('not yours'), { code: 'EACCES' });
  };
  expect(() => loadEnvFile({ env: {}, readFile })).toThrow('not yours');
});
