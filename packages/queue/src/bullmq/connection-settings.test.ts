import { describe, expect, it } from '@jest/globals';
import { patientSettings, reconnectOnError, retryStrategy } from './connection-settings.js';

describe('a connection to Redis', () => {
  it('is tried again within about half a second, however long Redis has been away', () => {
    for (const attempt of [1, 5, 50, 5000]) expect(retryStrategy(attempt)).toBeLessThanOrEqual(600);
  });

  it('is tried again soon at first', () => {
    expect(retryStrategy(1)).toBeLessThanOrEqual(200);
  });

  it.each([
    "READONLY You can't write against a read only replica.",
    'LOADING Redis is loading the dataset in memory',
    'MASTERDOWN Link with MASTER is down',
    'CLUSTERDOWN The cluster is down',
  ])('is made anew, and the command sent again, on %p', (message) => {
    expect(reconnectOnError(new Error(message))).toBe(2);
  });

  it.each(["OOM command not allowed when used memory > 'maxmemory'.", 'ERR unknown command', 'ERR READONLY is not at the start'])(
    'stays as it is on %p',
    (message) => {
      expect(reconnectOnError(new Error(message))).toBe(false);
    },
  );

  it('of a consumer gives up no command, whatever the settings it was made from', () => {
    const settings = patientSettings({
      host: 'redis',
      commandTimeout: 1500,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      lazyConnect: true,
    });
    expect(settings).toMatchObject({ host: 'redis', enableOfflineQueue: true, maxRetriesPerRequest: null, lazyConnect: false });
    expect(settings).not.toHaveProperty('commandTimeout');
  });
});
