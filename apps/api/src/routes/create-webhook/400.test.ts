import { describe, expect, it } from '@jest/globals';
import { problemDocument } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { testWebhooks } from '../../fakes/test-webhooks.js';

const url = 'https://hooks.example.com/';
const base64 = (size: number) => Buffer.alloc(size, 'canary').toString('base64');

const unfit: [name: string, body: object, pointer: string, detail: RegExp][] = [
  ['no URL', {}, '/url', /is required/],
  ['a relative URL', { url: '/canary' }, '/url', /absolute URL/],
  ['another scheme', { url: 'ftp://canary.example.com' }, '/url', /begin with https/],
  ['plain http', { url: 'http://canary.example.com' }, '/url', /begin with https.*MILLRACE_WEBHOOK_ALLOW/],
  ['a password', { url: 'https://canary:canary@hooks.example.com' }, '/url', /no user name/],
  ['the port of another service', { url: 'https://canary.example.com:25' }, '/url', /port/],
  ['this machine', { url: 'https://127.0.0.1/canary' }, '/url', /not of the public internet/],
  ['this machine, in hexadecimal', { url: 'https://0x7f000001/canary' }, '/url', /not of the public internet/],
  ['this machine, in IPv6', { url: 'https://[::ffff:7f00:1]/canary' }, '/url', /not of the public internet/],
  ['the metadata of a cloud', { url: 'https://169.254.169.254/canary' }, '/url', /not of the public internet/],
  ['a local name', { url: 'https://canary.local' }, '/url', /not of the public internet/],
  ['a URL that is too long', { url: `${url}${'x'.repeat(2048)}` }, '/url', /at most 2048/],
  ['an unknown event', { url, events: ['task.canary'] }, '/events/0', /one of "task\.succeeded"/],
  ['the event of a test', { url, events: ['webhook.test'] }, '/events/0', /one of "task\.succeeded"/],
  ['no event', { url, events: [] }, '/events', /at least 1/],
  ['an event twice', { url, events: ['task.failed', 'task.failed'] }, '/events', /once/],
  ['a secret that is none', { url, secret: 'canary' }, '/secret', /whsec_/],
  ['a short secret', { url, secret: `whsec_${base64(23)}` }, '/secret', /24 to 64 bytes/],
  ['a long secret', { url, secret: `whsec_${base64(65)}` }, '/secret', /24 to 64 bytes/],
  ['a secret that is not canonical', { url, secret: `whsec_${base64(25).replace(/=+$/, '')}=` }, '/secret', /24 to 64 bytes/],
  ['a misspelt field', { url, event: [] }, '/event', /did you mean "events"/],
];

describe('POST /v1/webhooks, 400', () => {
  it.each(unfit)('points at %s, shows no value and stores nothing', async (_name, body, pointer, detail) => {
    const create = () => Promise.reject(new Error('asked Redis for what does not fit'));
    const { post } = appUnderTest({ services: { webhooks: testWebhooks({ endpoints: { create } }) } });
    const answer = await post('/v1/webhooks', body).expect(400);
    expect(problemDocument.parse(answer.body)).toMatchObject({ code: 'invalid_body' });
    expect(answer.body.errors[0]).toEqual({ pointer, detail: expect.stringMatching(detail) });
    expect(answer.text).not.toContain('canary');
  });
});
