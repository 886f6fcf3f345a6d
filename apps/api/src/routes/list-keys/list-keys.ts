import { defaultPage, type KeyList, type KeyListQuery } from '@millrace/contracts';
import type { ApiKeyStore } from '@millrace/store';
import type { RunOperation } from '../../http/operation-call.js';
import { pageOf } from '../paging/page-of.js';
import { readPlace, writePlace } from '../paging/place-cursor.js';
import { isKeyId } from '../read-key/require-key-id.js';
import { showKeys } from '../read-key/show-keys.js';

/** `GET /v1/keys`: newest first. */
export const createListKeys =
  ({ apiKeys }: { readonly apiKeys: Pick<ApiKeyStore, 'list' | 'readSpend'> }): RunOperation =>
  async ({ query }) => {
    const { tenant, limit = defaultPage, cursor } = query as KeyListQuery;
    const page = await apiKeys.list({ tenant, limit, after: readPlace(cursor, isKeyId) });
    const body: KeyList = pageOf(await showKeys(apiKeys, page.apiKeys), page.next && writePlace(page.next));
    return { status: 200, body };
  };
