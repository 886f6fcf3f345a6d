import { expect, it } from '@jest/globals';
import type { ApiKeyChange } from '@millrace/store';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest } from '../../fakes/app-under-test.js';
import { noAdministration } from '../../fakes/no-administration.js';

const apiKey = { id: '9f86d081', name: 'n', tenant: 'acme', scopes: ['tasks'] as const, createdAtMs: Date.UTC(2026, 10, 23, 12) };

const patch = async (body: object) => {
  const changes: ApiKeyChange[] = [];
  const { apiKeys } = noAdministration();
  const update = async (_id: string, change: ApiKeyChange) => {
    changes.push(change);
    return { kind: 'updated', apiKey } as const;
  };
  const { app, telemetry } = appUnderTest({ services: { apiKeys: { ...apiKeys, update } } });
  const answer = await supertest(app).patch('/v1/keys/9f86d081').set('x-api-key', adminOnlyKey).send(body);
  return { answer, changes, telemetry };
};

it('changes what is named, takes away what is null, and leaves the rest', async () => {
  const { answer, changes, telemetry } = await patch({ expires_at: null, limits: { max_in_flight: null, tasks_per_minute: 5 }, weight: 3 });
  expect([answer.status, answer.body.id, answer.body.key]).toEqual([200, '9f86d081', undefined]);
  expect(changes).toEqual([{ expiresAtMs: null, limits: { maxInFlight: null, tasksPerMinute: 5, weight: 3 } }]);
  expect(telemetry.acts).toMatchObject([{ action: 'key.update', target: '9f86d081', actor: { tenant: 'ops' } }]);
});

it('reads an expiry as a time', async () => {
  const { changes } = await patch({ name: 'm', expires_at: '2030-01-01T00:00:00Z' });
  expect(changes).toEqual([{ name: 'm', expiresAtMs: Date.UTC(2030, 0, 1), limits: {} }]);
});
