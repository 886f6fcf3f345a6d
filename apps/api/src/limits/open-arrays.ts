import { HttpProblem } from '../http/http-problem.js';
import type { OperationCall } from '../http/operation-call.js';
import type { ApiTelemetry } from '../telemetry.js';

type Holder = Pick<OperationCall<unknown>, 'caller' | 'whenOver'>;

/** Counts the arrays of tasks that are read and worked on, each of which lies in memory as a whole. */
export interface OpenArrays {
  /** Counts an array of at most so many bytes until its request is over; throws `too_many_open_requests` and `too_many_uploads`. */
  require(call: Holder, bytes: number): void;
}

export interface OpenArraysOptions {
  readonly telemetry: Pick<ApiTelemetry, 'refusedByLimit'>;
  readonly maxPerKey?: number;
  /** Of all keys together; one array is taken however large. */
  readonly maxBytes?: number;
}

const usualPerKey = 4;
const usualBytes = 256 * 1024 * 1024;
const retryAfterSeconds = 5;

export const createOpenArrays = ({ telemetry, maxPerKey = usualPerKey, maxBytes = usualBytes }: OpenArraysOptions): OpenArrays => {
  const byKey = new Map<string, number>();
  let held = 0;

  const refuse = (problem: HttpProblem): never => {
    telemetry.refusedByLimit('open_requests');
    throw problem;
  };
  const leave = (keyId: string, bytes: number): void => {
    held -= bytes;
    const left = (byKey.get(keyId) ?? 0) - 1;
    if (left > 0) byKey.set(keyId, left);
    else byKey.delete(keyId);
  };

  return {
    require: ({ caller: { keyId }, whenOver }, bytes) => {
      const ofKey = byKey.get(keyId) ?? 0;
      if (ofKey >= maxPerKey) {
        const detail = `This key sends ${maxPerKey} arrays at once to this instance, as many as it may. Lines of NDJSON may be more.`;
        refuse(new HttpProblem('too_many_open_requests', { detail, retryAfterSeconds }));
      }
      if (held > 0 && held + bytes > maxBytes) refuse(new HttpProblem('too_many_uploads', { retryAfterSeconds }));
      byKey.set(keyId, ofKey + 1);
      held += bytes;
      whenOver(() => leave(keyId, bytes));
    },
  };
};
