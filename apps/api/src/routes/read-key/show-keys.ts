import type { KeyView } from '@millrace/contracts';
import type { ApiKeyRecord, ApiKeyStore } from '@millrace/store';
import { renderKey } from './render-key.js';

/** Keys as admins see them, with what they have spent. */
export const showKeys = async (apiKeys: Pick<ApiKeyStore, 'readSpend'>, records: readonly ApiKeyRecord[]): Promise<KeyView[]> => {
  const spends = await apiKeys.readSpend(records);
  return records.map((record, place) => renderKey(record, spends[place]));
};

export const showKey = async (apiKeys: Pick<ApiKeyStore, 'readSpend'>, record: ApiKeyRecord): Promise<KeyView> => {
  const [spend] = await apiKeys.readSpend([record]);
  return renderKey(record, spend);
};
