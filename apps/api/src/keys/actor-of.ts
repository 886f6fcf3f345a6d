import type { Actor } from '@millrace/store';
import type { OperationCall } from '../http/operation-call.js';

/** Who makes this call, for the audit log. */
export const actorOf = ({ caller: { keyId, tenant }, context }: Pick<OperationCall<unknown>, 'caller' | 'context'>): Actor => ({
  keyId,
  tenant,
  requestId: context.requestId,
});
