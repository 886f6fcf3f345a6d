import { describe, expect, it } from '@jest/globals';
import { taskView } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { storedTask } from '../../fakes/stored-task.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const webhook = { url: 'https://hooks.example.com/a?canary=1', events: ['task.succeeded'], secret };

describe('a submission with a webhook', () => {
  it.each(['/v1/tasks', '/process', '/predict'])('hands it on at %s', async (path) => {
    const { post, submissions, telemetry } = appUnderTest();
    await post(path, { prompt: 'Why?', webhook }).expect(202);
    await post(path, { prompt: 'Why?', webhook: { url: webhook.url } }).expect(202);
    expect(submissions.map((submission) => submission.webhook)).toEqual([webhook, { url: webhook.url }]);
    expect(JSON.stringify(telemetry.lines)).not.toMatch(/canary|whsec/);
  });

  it('shows it with the task, without what may be secret', async () => {
    const task = storedTask({ webhook: { url: 'https://hooks.example.com/a', events: ['task.succeeded'] } });
    const submitTask = async () => ({
      kind: 'accepted' as const,
      task,
      limit: { limit: 1, windowSeconds: 60, remaining: 0, resetMs: 6 },
    });
    const answer = await appUnderTest({ services: { submitTask } }).post('/v1/tasks', { prompt: 'Why?', webhook }).expect(202);
    expect(taskView.parse(answer.body)).toEqual(answer.body);
    expect(answer.body.webhook).toEqual({ url: 'https://hooks.example.com/a', events: ['task.succeeded'] });
  });

  it.each([
    ['a URL that is none', { url: 'canary' }, '/webhook/url', /absolute URL/],
    ['an address that is not public', { url: 'https://[::1]/canary' }, '/webhook/url', /not of the public internet/],
    ['a password', { url: 'https://canary:canary@hooks.example.com' }, '/webhook/url', /no user name/],
    ['an event that is none', { url: webhook.url, events: ['canary'] }, '/webhook/events/0', /one of/],
    ['a secret that is none', { url: webhook.url, secret: 'canary' }, '/webhook/secret', /whsec_/],
    ['a secret of the wrong length', { url: webhook.url, secret: `whsec_${'A'.repeat(33)}` }, '/webhook/secret', /24 to 64 bytes/],
    ['no URL', {}, '/webhook/url', /is required/],
    ['a text', 'https://canary.example.com', '/webhook', /must be an object/],
  ])('is refused with %s: points at it, shows no value and stores nothing', async (_name, unfit, pointer, detail) => {
    const { post, submissions } = appUnderTest();
    const answer = await post('/v1/tasks', { prompt: 'Why?', webhook: unfit }).expect(400);
    expect(answer.body.errors[0]).toEqual({ pointer, detail: expect.stringMatching(detail) });
    expect(answer.text).not.toContain('canary');
    expect(submissions).toHaveLength(0);
  });
});
