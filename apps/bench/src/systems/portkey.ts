import { freePort } from '@millrace/testing';
import type { Trial } from '../processes/open-trial.js';
import { type Call, json } from './call.js';
import { chatBody } from './direct.js';

/** Portkey's gateway, which passes a chat completion on to the provider that the request names. */
export const startPortkey = async (script: string, trial: Trial, upstreamUrl: string): Promise<Call> => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  await trial.start({ role: 'portkey', script, flags: ['--headless', `--port=${port}`], env: {}, readyUrl: `${origin}/` });
  const provider = { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': upstreamUrl, authorization: 'Bearer sk-bench' };
  return { origin, path: '/v1/chat/completions', headers: { ...json, ...provider }, body: chatBody };
};
