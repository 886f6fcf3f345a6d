import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { type Cluster, certificate, eventually, freePort, startCluster } from '@millrace/testing';

let cluster: Cluster;
const folder = mkdtempSync(join(tmpdir(), 'millrace-tls-'));
afterEach(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

it('everything runs over TLS by an authority that is named, and nobody talks to a server by another authority or another name', async () => {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(cert, certificate.cert);
  writeFileSync(key, certificate.key);
  const port = await freePort();
  const redisConfig = {
    'tls-port': String(port),
    'tls-cert-file': cert,
    'tls-key-file': key,
    'tls-ca-cert-file': cert,
    'tls-auth-clients': 'no',
  };
  const env = { REDIS_URL: `rediss://127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: cert };
  cluster = await startCluster({ redisConfig, env });
  const { caller, store } = cluster;
  const { body } = await caller.ask('/v1/tasks', { body: { prompt: 'hello' }, headers: { prefer: 'wait=20' } });
  expect(body).toMatchObject({ status: 'succeeded' });
  // Of the processes nobody came by the plain port.
  expect(String(await store.client('LIST')).match(/name=\S*(api|worker)\S*/g)).not.toBeNull();

  for (const other of [{ NODE_EXTRA_CA_CERTS: '' }, { REDIS_URL: `rediss://localhost:${port}` }]) {
    const worker = await cluster.startWorker({ env: other });
    await eventually(() => /self-signed certificate|altnames/.test(worker.process.output()));
    expect(await worker.probe('/readyz')).toBe(503);
    await worker.kill();
  }
});
