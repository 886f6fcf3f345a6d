import { describe, expect, it } from '@jest/globals';
import { startNameServer } from '../testing/start-name-server.js';
import { createResolveHost } from './resolve-host.js';

const asked = async (name: string, options: { knows: boolean; asksSystem: boolean }) => {
  const server = await startNameServer(options);
  try {
    return await createResolveHost({ ...options, servers: [server.address] })(name);
  } finally {
    await server.close();
  }
};

describe('the addresses of a name', () => {
  it('are all that the name servers know, of both families', async () => {
    expect(await asked('receiver.example', { knows: true, asksSystem: false })).toEqual([
      { address: '192.0.2.7', family: 4 },
      { address: '2001:db8::7', family: 6 },
    ]);
  });

  it('are asked of the system only where local receivers are allowed', async () => {
    await expect(asked('localhost', { knows: false, asksSystem: false })).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(await asked('localhost', { knows: false, asksSystem: true })).toContainEqual({ address: '127.0.0.1', family: 4 });
  });
});
