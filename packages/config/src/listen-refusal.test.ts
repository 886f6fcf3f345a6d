import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { type Listener, listenRefusal } from './listen-refusal.js';

const names = { host: 'HOST', port: 'PORT' };

const refusedBy = async ({ host, port }: Listener): Promise<string | undefined> => {
  const server = createServer().listen(port, host);
  const [error] = await once(server, 'error');
  return listenRefusal({ error, host, port, names });
};

describe('listenRefusal', () => {
  it('names the port and its setting when another program has it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const said = await refusedBy({ host: '127.0.0.1', port });
    other.close();
    expect(said).toBe(`Another program listens on 127.0.0.1:${port}; choose another PORT.`);
  });

  it('names the setting of an address that other machines have', async () => {
    // Of a range that is for documents only (RFC 5737).
    expect(await refusedBy({ host: '192.0.2.1', port: 0 })).toBe('HOST is "192.0.2.1", which is no address of this machine.');
  });

  it.each([
    ['ENOTFOUND', 'HOST is "nowhere", a name that cannot be found.'],
    ['EAI_AGAIN', 'HOST is "nowhere", a name that cannot be found.'],
    ['EACCES', 'PORT is 80, which this user may not listen on.'],
  ])('has a sentence for %s', (code, sentence) => {
    expect(listenRefusal({ error: Object.assign(new Error(), { code }), host: 'nowhere', port: 80, names })).toBe(sentence);
  });

  it('says nothing about what is no matter of the address', () => {
    expect(listenRefusal({ error: new TypeError('a mistake of ours'), host: 'nowhere', port: 80, names })).toBeUndefined();
  });
});
