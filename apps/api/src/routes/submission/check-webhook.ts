import { isWebhookSecret, type UrlRefusal } from '@millrace/webhooks';
import { HttpProblem } from '../../http/http-problem.js';
import type { Webhooks } from '../../webhooks.js';

const faults: Readonly<Record<UrlRefusal, string>> = {
  malformed: 'must be an absolute URL such as https://hooks.example.com/millrace',
  scheme: 'must begin with https://',
  insecure: 'must begin with https:// unless this installation allows its host (`MILLRACE_WEBHOOK_ALLOW`)',
  credentials: 'must hold no user name and no password',
  port: 'names a port that belongs to something else than the web',
  internal: 'leads to an address that is not of the public internet, and that this installation does not allow (`MILLRACE_WEBHOOK_ALLOW`)',
};

export interface NamedWebhook {
  readonly url?: string | undefined;
  readonly secret?: string | undefined;
}

/** Refuses a URL that nothing may be sent to and a secret that is none, with a pointer to it below `at`. Where its name leads is looked at when something is sent. */
export type CheckWebhook = (webhook: NamedWebhook, at: '' | '/webhook') => void;

export const createCheckWebhook =
  ({ judgeUrl }: Pick<Webhooks, 'judgeUrl'>): CheckWebhook =>
  ({ url, secret }, at) => {
    const refusal = url === undefined ? undefined : judgeUrl(url);
    if (refusal) throw unfit(`${at}/url`, faults[refusal]);
    if (secret !== undefined && !isWebhookSecret(secret)) throw unfit(`${at}/secret`, 'must be `whsec_` and 24 to 64 bytes in base64');
  };

const unfit = (pointer: string, detail: string): HttpProblem =>
  new HttpProblem('invalid_body', { detail: `${pointer}: ${detail}.`, errors: [{ pointer, detail }] });
