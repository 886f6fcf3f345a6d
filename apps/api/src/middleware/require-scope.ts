import type { Scope } from '@millrace/contracts';
import { HttpProblem } from '../http/http-problem.js';
import type { Caller } from '../keys/caller.js';

/** Refuses a caller whose key lacks the scope; `admin` does not imply `tasks`. */
export const requireScope = (caller: Caller, scope: Scope | undefined): void => {
  if (scope === undefined || caller.scopes.includes(scope)) return;
  throw new HttpProblem('missing_scope', { detail: `This needs a key with the scope "${scope}".` });
};
