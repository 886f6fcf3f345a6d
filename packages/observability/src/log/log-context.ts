import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line logged within a context carries. */
export interface LogContext {
  readonly requestId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly traceId?: string | undefined;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that each line logged in it, however late, carries these ids; an inner context adds to the outer one. */
export const withContext = <Result>(context: LogContext, work: () => Result): Result =>
  storage.run({ ...storage.getStore(), ...context }, work);

/** The ids of the running context. Ask where a line is logged: later, another request's context may be running. */
export const currentContext = (): LogContext | undefined => storage.getStore();
