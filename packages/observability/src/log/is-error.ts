import { types } from 'node:util';

/** Whether a value is an error, one of another realm (a `vm` context, a test runner) or a DOMException included. */
export const isError = (value: unknown): value is Error => types.isNativeError(value) || value instanceof Error;
