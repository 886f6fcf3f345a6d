import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access, Operation } from '@millrace/contracts';
import type { KeyWatch } from '../keys/key-watch.js';
import { type Authenticate, refusedKey } from '../middleware/authenticate.js';
import type { KeyLimits } from '../middleware/key-limits.js';
import { requireScope } from '../middleware/require-scope.js';
import type { ServeRoute } from '../routes/route.js';
import { parseJson } from './json/parse-json.js';
import type { RunOperation } from './operation-call.js';
import { hasBody, readBody } from './read-body.js';
import { createReadMany } from './read-many.js';
import { createReadQuery } from './read-query.js';
import { contextOf } from './request-context.js';
import { requireJsonType } from './require-json-type.js';
import type { SendAnswer } from './send-answer.js';
import { createBodyValidator } from './validation/validate-body.js';

/** What every operation under keys shares. */
export interface Gate {
  readonly authenticate: Authenticate;
  readonly keyLimits: KeyLimits;
  readonly keyWatch: KeyWatch;
  readonly bodyLimitBytes: number;
  /** Of an array of many. */
  readonly bulkLimitBytes: number;
  /** The longest pause in an upload of lines. */
  readonly silenceMs: number;
  readonly stopping: AbortSignal;
  readonly sendAnswer: SendAnswer;
}

type KeyedOperation = Operation & { readonly access: Exclude<Access, 'none'> };

/** Serves one operation: who is it, may they, how often, what do they say, and only then what they came for. */
export const serveOperation = <Body>(operation: KeyedOperation, run: RunOperation<Body>, gate: Gate): ServeRoute => {
  const checkLimits = gate.keyLimits(operation);
  const readQuery = createReadQuery(operation.query);
  const readValidBody = bodyReader<Body>(operation, gate);

  return async (request, response, parameters) => {
    const context = contextOf(response);
    context.route = operation.path;
    const caller = await gate.authenticate(request, context, operation.access);
    context.caller = caller;
    requireScope(caller, operation.scope);
    await checkLimits(context, caller);
    const query = readQuery(request);
    const body = await readValidBody(request);
    const whenOver = (done: () => void): void => onceOver(response, done);
    const untilNobodyWaits = () => {
      if (caller.stored) context.keyRefused ??= holdKey(gate.keyWatch, caller.keyId, whenOver);
      return AbortSignal.any([gate.stopping, callerLeaves(response), ...(context.keyRefused ? [context.keyRefused] : [])]);
    };
    const { headers } = request;
    const answer = await run({ caller, body, parameters, query, headers, context, untilNobodyWaits, whenOver });
    // What was stored or changed is told: who asked cannot find out any more. Where nothing was, the key is all there is to say.
    if (operation.method === 'get' && context.keyRefused?.aborted) throw refusedKey(operation.access);
    await gate.sendAnswer(request, response, answer);
  };
};

const bodyReader = <Body>(operation: Operation, gate: Gate): ((request: IncomingMessage) => Promise<Body>) => {
  if (!operation.body) return async () => undefined as Body;
  if (operation.lines) {
    return createReadMany({ limitBytes: gate.bulkLimitBytes, itemLimitBytes: gate.bodyLimitBytes, silenceMs: gate.silenceMs }) as (
      request: IncomingMessage,
    ) => Promise<Body>;
  }
  const validate = createBodyValidator(operation.body);
  return async (request) => {
    if (hasBody(request)) requireJsonType(request);
    const bytes = await readBody(request, gate.bodyLimitBytes);
    return validate(bytes.length === 0 && operation.bodyOptional ? {} : parseJson(bytes)) as Body;
  };
};

const holdKey = (keyWatch: KeyWatch, keyId: string, whenOver: (done: () => void) => void): AbortSignal => {
  const { signal, leave } = keyWatch.hold(keyId);
  whenOver(leave);
  return signal;
};

const callerLeaves = (response: ServerResponse): AbortSignal => {
  const leaving = new AbortController();
  onceOver(response, () => leaving.abort());
  return leaving.signal;
};

const onceOver = (response: ServerResponse, done: () => void): void => {
  // Who left while the task was being stored is not told of again.
  if (response.closed) done();
  else response.once('close', done);
};
