import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { Webhook } from 'standardwebhooks';
import type { WebhookHeaders } from './signed-headers.js';
import { verifyWebhook } from './verify-webhook.js';

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const secret = newSecret();
const nowSeconds = Math.floor(Date.now() / 1000);
const event = { id: 'msg_1', object: 'event', type: 'task.succeeded', created_at: nowSeconds, data: { model: 'Mühle 水車' } };
const payload = JSON.stringify(event);

const headersOf = ({ by = [secret], at = nowSeconds, id = 'msg_1' } = {}): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(at),
  'webhook-signature': by.map((one) => new Webhook(one).sign(id, new Date(at * 1000), payload)).join(' '),
});
const now = () => nowSeconds * 1000;
const verify = (headers: WebhookHeaders, more: object = {}) => verifyWebhook({ payload, headers, secret, now, ...more });

describe('verifyWebhook', () => {
  it('returns what the reference implementation has signed, however the headers and the body are held', async () => {
    const headers = headersOf();
    expect(await verify(headers)).toEqual(event);
    expect(await verify(new Headers(headers))).toEqual(event);
    const shouted = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
    expect(await verify(shouted)).toEqual(event);
    expect(await verify(headers, { payload: Buffer.from(payload) })).toEqual(event);
  });

  it('believes any of the signatures by any of the secrets, and no other', async () => {
    const [older, other] = [newSecret(), newSecret()];
    expect(await verify(headersOf({ by: [older, secret] }))).toEqual(event);
    expect(await verify(headersOf({ by: [older] }), { secrets: [other, older] })).toEqual(event);
    expect(await verify(headersOf({ by: [older] }), { secret: undefined, secrets: [older] })).toEqual(event);
    await expect(verify(headersOf({ by: [other] }))).rejects.toMatchObject({ code: 'wrong_signature' });
    const [, bytes] = headersOf()['webhook-signature']?.split(',') ?? [];
    for (const signature of [`v1a,${bytes}`, `v2,${bytes}`, `${bytes}`, 'v1,', 'v1,!', `v1,${bytes}x`]) {
      const forged = { ...headersOf(), 'webhook-signature': signature };
      await expect(verify(forged)).rejects.toMatchObject({ code: 'wrong_signature' });
      expect(await verify({ ...forged, 'webhook-signature': `${signature} v1,${bytes}` })).toEqual(event);
    }
  });

  it('believes and refuses the same as openai does', async () => {
    const openai = new OpenAI({ apiKey: 'none' });
    const fresh = headersOf({ at: Math.floor(Date.now() / 1000) });
    const cases: { headers: Record<string, string>; body?: string; by?: string }[] = [
      { headers: fresh },
      { headers: headersOf({ by: [newSecret(), secret], at: Math.floor(Date.now() / 1000) }) },
      { headers: fresh, body: `${payload} ` },
      { headers: fresh, by: newSecret() },
      { headers: { ...fresh, 'webhook-id': 'msg_2' } },
      { headers: { ...fresh, 'webhook-timestamp': String(Number(fresh['webhook-timestamp']) - 1) } },
      { headers: headersOf({ at: nowSeconds - 3600 }) },
      { headers: headersOf({ at: nowSeconds + 3600 }) },
    ];
    const accepted = (promise: Promise<unknown>) =>
      promise.then(
        () => true,
        () => false,
      );
    const verdicts: [boolean, boolean][] = [];
    for (const { headers, body = payload, by = secret } of cases) {
      const ours = accepted(verifyWebhook({ payload: body, headers, secret: by }));
      const theirs = accepted(openai.webhooks.unwrap(body, headers, by));
      verdicts.push([await ours, await theirs]);
    }
    expect(verdicts.map(([ours]) => ours)).toEqual([true, true, false, false, false, false, false, false]);
    expect(verdicts.map(([, theirs]) => theirs)).toEqual(verdicts.map(([ours]) => ours));
  });

  it('refuses what was signed too long ago or too far ahead, to the second', async () => {
    expect(await verify(headersOf({ at: nowSeconds - 300 }))).toEqual(event);
    expect(await verify(headersOf({ at: nowSeconds + 300 }))).toEqual(event);
    await expect(verify(headersOf({ at: nowSeconds - 301 }))).rejects.toMatchObject({ code: 'too_old' });
    await expect(verify(headersOf({ at: nowSeconds + 301 }))).rejects.toMatchObject({ code: 'too_new' });
    expect(await verify(headersOf({ at: nowSeconds - 301 }), { toleranceSeconds: 600 })).toEqual(event);
    const forged = { ...headersOf(), 'webhook-timestamp': 'NaN' };
    await expect(verify(forged)).rejects.toMatchObject({ code: 'bad_timestamp' });
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('refuses what comes without %s', async (name) => {
    const { [name]: _, ...rest } = headersOf();
    await expect(verify(rest)).rejects.toMatchObject({ code: 'missing_header', message: expect.stringContaining(name) });
  });

  it('tells a mistake of the receiver from a forgery', async () => {
    await expect(verify(headersOf(), { payload: event })).rejects.toThrow(TypeError);
    await expect(verify(headersOf(), { secret: undefined })).rejects.toThrow('give a secret');
    for (const wrong of ['', 'whsec_', 'whsec_!', secret.slice(6)]) {
      const refused = verify(headersOf(), { secret: wrong });
      await expect(refused).rejects.toThrow('a secret begins with whsec_, and base64 follows');
    }
  });
});
