import { v7 } from 'uuid';

const shape = /^task_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const bytesPerId = 16;
const pool = Buffer.alloc(bytesPerId * 256);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

/** Random bytes out of a pool: asking the system anew for each id took a fifteenth of all the api does for a submission. */
const randomBytes = (): Buffer => {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += bytesPerId;
  return pool.subarray(used - bytesPerId, used);
};

/** A new public task id: `task_` and a UUID version 7 (RFC 9562), so ids sort by the time they were made, also within a millisecond. */
export const newTaskId = (): string => {
  const random = randomBytes();
  const nowMs = Date.now();
  // From a random start below 2^31 the sequence of a millisecond cannot overflow its 32 bits.
  sequence = nowMs > lastMs ? random.readUInt32BE(0) >>> 1 : sequence + 1;
  lastMs = Math.max(nowMs, lastMs);
  return `task_${v7({ random, msecs: lastMs, seq: sequence })}`;
};

/** Whether a text could be a task id at all; what cannot be one is not worth a question to Redis. */
export const isTaskId = (text: string): boolean => shape.test(text);
