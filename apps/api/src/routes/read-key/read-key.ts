import type { ApiKeyStore } from '@millrace/store';
import { HttpProblem } from '../../http/http-problem.js';
import type { RunOperation } from '../../http/operation-call.js';
import { requireKeyId } from './require-key-id.js';
import { showKey } from './show-keys.js';

/** `GET /v1/keys/{id}` */
export const createReadKey =
  ({ apiKeys }: { readonly apiKeys: Pick<ApiKeyStore, 'read' | 'readSpend'> }): RunOperation =>
  async (call) => {
    const apiKey = await apiKeys.read(requireKeyId(call));
    if (!apiKey) throw new HttpProblem('unknown_key_id');
    return { status: 200, body: await showKey(apiKeys, apiKey) };
  };
