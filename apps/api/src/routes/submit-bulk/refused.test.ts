import { describe, expect, it } from '@jest/globals';
import { bulkPath, bulkUnderTest } from '../../fakes/bulk.js';

describe('POST /v1/tasks/bulk is refused as a whole', () => {
  it.each([
    ['no tasks', '[]', 'invalid_body'],
    ['more than a thousand tasks', JSON.stringify(Array.from({ length: 1001 }, () => ({ prompt: 'a' }))), 'invalid_body'],
    ['no array', '{"prompt":"a"}', 'invalid_body'],
    ['broken JSON', '[{"prompt":"a"},', 'invalid_json'],
  ])('with %s', async (_what, body, code) => {
    const { post, submissions } = bulkUnderTest();
    const answer = await post(bulkPath, body).expect(400);
    expect(answer.body.code).toBe(code);
    expect(submissions).toHaveLength(0);
  });

  it('with a content type that is neither, naming both', async () => {
    const answer = await bulkUnderTest().post(bulkPath, '{}').type('text/csv').expect(415);
    expect(answer.body.detail).toMatch(/application\/json.*application\/x-ndjson/);
  });

  it('as compressed lines', async () => {
    await bulkUnderTest().post(bulkPath, '{}').type('application/x-ndjson').set('content-encoding', 'gzip').expect(415);
  });

  it('with an Idempotency-Key that cannot be', async () => {
    const { post, submissions } = bulkUnderTest();
    const answer = await post(bulkPath, '{"prompt":"a"}\n').type('application/x-ndjson').set('idempotency-key', 'a b').expect(400);
    expect(answer.body.code).toBe('invalid_header');
    expect(submissions).toHaveLength(0);
  });

  it('when its key holds as many requests open as it may', async () => {
    const { post } = bulkUnderTest({ services: { maxOpenRequestsPerKey: 0 } });
    expect((await post(bulkPath, [{ prompt: 'a' }]).expect(429)).body.code).toBe('too_many_open_requests');
  });
});
