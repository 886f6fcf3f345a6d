import { HttpProblem } from '../http/http-problem.js';
import type { OperationCall } from '../http/operation-call.js';
import type { ApiTelemetry } from '../telemetry.js';

export type OpenRequestKind = 'stream' | 'wait' | 'upload';

type Holder = Pick<OperationCall<unknown>, 'caller' | 'whenOver'>;

/** Counts the requests that are held open, by key: each takes a connection and memory for as long as it likes. */
export interface OpenRequests {
  /** Counts a request until it is over; throws `too_many_open_requests` when its key holds as many as it may. */
  require(call: Holder, kind: OpenRequestKind): void;
}

export interface OpenRequestsOptions {
  readonly maxPerKey: number;
  readonly telemetry: Pick<ApiTelemetry, 'openRequests' | 'refusedByLimit'>;
}

const retryAfterSeconds = 5;

export const createOpenRequests = ({ maxPerKey, telemetry }: OpenRequestsOptions): OpenRequests => {
  const byKey = new Map<string, number>();
  const byKind: Record<OpenRequestKind, number> = { stream: 0, wait: 0, upload: 0 };

  const count = (keyId: string, kind: OpenRequestKind, change: 1 | -1): void => {
    const held = (byKey.get(keyId) ?? 0) + change;
    if (held === 0) byKey.delete(keyId);
    else byKey.set(keyId, held);
    byKind[kind] += change;
    telemetry.openRequests(kind, byKind[kind]);
  };

  return {
    require: ({ caller: { keyId }, whenOver }, kind) => {
      if ((byKey.get(keyId) ?? 0) >= maxPerKey) {
        telemetry.refusedByLimit('open_requests');
        throw new HttpProblem('too_many_open_requests', {
          detail: `This key holds ${maxPerKey} streams, waits and uploads open at this instance, as many as it may.`,
          retryAfterSeconds,
        });
      }
      count(keyId, kind, 1);
      whenOver(() => count(keyId, kind, -1));
    },
  };
};
