import { describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { Webhook } from 'standardwebhooks';
import { signWebhook } from './sign-webhook.js';
import { isWebhookSecret, newWebhookSecret } from './webhook-secret.js';

const nowSeconds = () => Math.floor(Date.now() / 1000);
const body = JSON.stringify({ type: 'task.succeeded', text: 'Mühle — 水車' });
const sign = (...secrets: string[]) => signWebhook({ id: 'msg_1', timestampSeconds: nowSeconds(), body, secrets });
const openai = new OpenAI({ apiKey: 'none' });

describe('a signed webhook', () => {
  it('is accepted by the libraries that receivers use', async () => {
    const secret = newWebhookSecret();
    const headers = sign(secret);
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(await openai.webhooks.unwrap(body, headers, secret)).toEqual(JSON.parse(body));
  });

  it('has the very bytes that the reference implementation computes', () => {
    const secret = newWebhookSecret();
    const timestampSeconds = nowSeconds();
    const headers = signWebhook({ id: 'msg_1', timestampSeconds, body, secrets: [secret] });
    expect(headers['webhook-signature']).toBe(new Webhook(secret).sign('msg_1', new Date(timestampSeconds * 1000), body));
  });

  it('is accepted under each of its secrets and under no other', async () => {
    const [newer, older, other] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()] as const;
    const headers = sign(newer, older);
    for (const secret of [newer, older]) {
      expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
      await expect(openai.webhooks.unwrap(body, headers, secret)).resolves.toBeDefined();
    }
    expect(() => new Webhook(other).verify(body, headers)).toThrow();
    await expect(openai.webhooks.unwrap(`${body} `, headers, newer)).rejects.toThrow();
  });
});

describe('a secret', () => {
  it('is new each time and one of those that are taken', () => {
    expect(newWebhookSecret()).not.toBe(newWebhookSecret());
    expect(isWebhookSecret(newWebhookSecret())).toBe(true);
  });

  it.each([24, 64])('may have %d bytes', (bytes) => {
    expect(isWebhookSecret(`whsec_${Buffer.alloc(bytes, 251).toString('base64')}`)).toBe(true);
  });

  it.each([
    '',
    'whsec_',
    `whsec_${'A'.repeat(28)}`,
    `whsec_${'A'.repeat(88)}`,
    `${'A'.repeat(44)}`,
    `whsec_${'ä'.repeat(44)}`,
    `whsec_ ${'A'.repeat(43)}`,
  ])('is not: %j', (text) => {
    expect(isWebhookSecret(text)).toBe(false);
  });
});
