import { describe, expect, it } from '@jest/globals';
import { secret } from '@millrace/config';
import { StoreUnavailableError } from '@millrace/store';
import { createGate } from '@millrace/testing';
import { createEnvironmentKeys } from './environment-keys.js';
import { createFindStoredKey } from './find-stored-key.js';
import { presentedKey } from './presented-key.js';
import { createStoredKeys } from './stored-keys.js';

describe('keys of the environment', () => {
  const find = createEnvironmentKeys([
    { tenant: 'a', key: secret('first'), scopes: ['tasks'] },
    { tenant: 'b', key: secret('second'), scopes: ['tasks', 'admin'] },
  ]);

  it('finds each by its whole text only', () => {
    expect(find('first')).toMatchObject({ tenant: 'a', scopes: ['tasks'] });
    expect(find('second')).toMatchObject({ tenant: 'b', scopes: ['tasks', 'admin'] });
    for (const wrong of ['', 'firs', 'first ', 'First', 'firstsecond']) expect(find(wrong)).toBeUndefined();
  });

  it('gives each a public id that names the tenant and holds nothing of the key', () => {
    expect(find('first')?.keyId).toMatch(/^env-a-[0-9a-f]{8}$/);
  });
});

describe('keys of the store', () => {
  const caller = { keyId: 'abcdefgh', tenant: 'a', scopes: ['tasks'] as const };

  it('looks a busy key up once, and a wrong one each time', async () => {
    const asked: string[] = [];
    const { find } = createStoredKeys(async (presented) => {
      asked.push(presented);
      return presented === 'right' ? caller : undefined;
    });
    expect(await Promise.all([find('right'), find('right')])).toEqual([caller, caller]);
    expect(await find('right')).toEqual(caller);
    expect([await find('wrong'), await find('wrong')]).toEqual([undefined, undefined]);
    expect(asked).toEqual(['right', 'wrong', 'wrong']);
  });

  it('looks a key up again once it is told that it has changed, also when the look-up was on its way', async () => {
    const gate = createGate();
    let asked = 0;
    const { find, forget } = createStoredKeys(async () => {
      asked += 1;
      if (asked === 1) await gate.opened;
      return asked === 3 ? undefined : caller;
    });
    const first = find('right');
    forget('abcdefgh');
    gate.open();
    expect(await first).toEqual(caller);
    expect(asked).toBe(2);
    forget('another1');
    expect(await find('right')).toEqual(caller);
    forget('abcdefgh');
    expect(await find('right')).toBeUndefined();
  });

  it('does not remember that Redis was away', async () => {
    let away = true;
    const { find } = createStoredKeys(async () => {
      if (away) throw new StoreUnavailableError('away');
      return caller;
    });
    await expect(find('right')).rejects.toThrow('away');
    away = false;
    expect(await find('right')).toEqual(caller);
  });

  it('calls no key unknown while Redis is away, also one that cannot be in it', async () => {
    const apiKeys = { find: async () => undefined };
    const requireRedis = () => Promise.reject(new StoreUnavailableError('away'));
    await expect(createFindStoredKey({ apiKeys, requireRedis, noteUse: () => {} })('some-key')).rejects.toThrow(StoreUnavailableError);
  });
});

describe('the key a request carries', () => {
  it.each([
    [{ 'x-api-key': 'k' }, 'k'],
    [{ authorization: 'Bearer k' }, 'k'],
    [{ authorization: 'bearer   k ' }, 'k'],
    [{ 'x-api-key': 'k', authorization: 'Bearer k' }, 'k'],
    [{ 'x-api-key': 'k', authorization: 'Basic dTpw' }, 'k'],
    [{ authorization: 'Basic dTpw' }, undefined],
    [{ authorization: 'Bearer ' }, undefined],
    [{ 'x-api-key': '' }, undefined],
    [{}, undefined],
  ])('%j → %s', (headers, presented) => {
    const headersDistinct = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
    expect(presentedKey({ headers, headersDistinct })).toBe(presented);
  });

  it.each(['x-api-key', 'authorization'])('is none to guess at when %s stands there twice and differs', (name) => {
    expect(() =>
      presentedKey({ headers: { [name]: 'Bearer a, Bearer b' }, headersDistinct: { [name]: ['Bearer a', 'Bearer b'] } }),
    ).toThrow(expect.objectContaining({ code: 'conflicting_keys' }));
  });
});
