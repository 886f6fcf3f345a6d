import { createScriptOfMany, type Script, type ScriptOptions } from '@millrace/store';
import { batched } from './batched.js';

/** Calls that arrive together share one of up to this many, so that Redis is held up by none for longer than a millisecond or two. */
const maxBatch = 16;

/** A script that is called for one task at a time, and sent for all that call it in one turn of the event loop. */
export const createBatchedScript = (options: ScriptOptions): Script => {
  const call = batched({ run: createScriptOfMany(options), maxBatch });
  return async (key, args) => {
    const answer = await call({ key, args });
    if (answer instanceof Error) throw answer;
    return answer;
  };
};
