import { defaultPage, type KeyList, type KeyListQuery } from '@millrace/contracts';
import type { ApiKeyStore } from '@millrace/store';
import type { RunOperation } from '../../http/operation-call.js';
import { pageOf } from '../paging/page-of.js';
import { readPlace, writePlace } from '../paging/place-cursor.js';
import { renderKey } from '../read-key/render-key.js';
import { isKeyId } from '../read-key/require-key-id.js';

/** `GET /v1/keys`: newest first. */
export const createListKeys =
  ({ apiKeys }: { readonly apiKeys: Pick<ApiKeyStore, 'list'> }): RunOperation =>
  async ({ query }) => {
    const { tenant, limit = defaultPage, cursor } = query as KeyListQuery;
    const page = await apiKeys.list({ tenant, limit, after: readPlace(cursor, isKeyId) });
    const body: KeyList = pageOf(page.apiKeys.map(renderKey), page.next && writePlace(page.next));
    return { status: 200, body };
  };
