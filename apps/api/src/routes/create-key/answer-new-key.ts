import type { CreatedKey } from '@millrace/contracts';
import type { ApiKeyStore, NewApiKey } from '@millrace/store';
import type { JsonAnswer } from '../../http/answer.js';
import { showKey } from '../read-key/show-keys.js';

/** The one answer that shows a key. */
export const answerNewKey = async (apiKeys: Pick<ApiKeyStore, 'readSpend'>, { key, apiKey }: NewApiKey): Promise<JsonAnswer> => {
  const body: CreatedKey = { ...(await showKey(apiKeys, apiKey)), key };
  return { status: 201, body, headers: { location: `/v1/keys/${apiKey.id}` } };
};
