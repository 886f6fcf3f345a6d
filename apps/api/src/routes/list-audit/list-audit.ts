import { type AuditEntry, type AuditList, type AuditQuery, defaultPage } from '@millrace/contracts';
import type { AuditLog, AuditRecord } from '@millrace/store';
import type { RunOperation } from '../../http/operation-call.js';
import { pageOf } from '../paging/page-of.js';
import { wrongCursor } from '../paging/place-cursor.js';
import { renderTime } from '../read-task/render-time.js';

const entryId = /^\d{1,15}-\d{1,15}$/;

/** `GET /v1/audit`: newest first. */
export const createListAudit =
  ({ audit }: { readonly audit: Pick<AuditLog, 'read'> }): RunOperation =>
  async ({ query }) => {
    const { limit = defaultPage, cursor } = query as AuditQuery;
    if (cursor !== undefined && !entryId.test(cursor)) throw wrongCursor();
    const { records, next } = await audit.read({ limit, after: cursor });
    const body: AuditList = pageOf(records.map(renderEntry), next);
    return { status: 200, body };
  };

const renderEntry = ({ id, atMs, actor, action, target, details }: AuditRecord): AuditEntry => ({
  id,
  at: renderTime(atMs),
  actor: { key_id: actor.keyId, tenant: actor.tenant },
  action,
  target,
  request_id: actor.requestId,
  ...(details && { details: { ...details } }),
});
