import type { CreatedKey } from '@millrace/contracts';
import type { NewApiKey } from '@millrace/store';
import type { JsonAnswer } from '../../http/answer.js';
import { renderKey } from '../read-key/render-key.js';

/** The one answer that shows a key. */
export const answerNewKey = ({ key, apiKey }: NewApiKey): JsonAnswer => {
  const body: CreatedKey = { ...renderKey(apiKey), key };
  return { status: 201, body, headers: { location: `/v1/keys/${apiKey.id}` } };
};
