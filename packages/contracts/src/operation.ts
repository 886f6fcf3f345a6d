import type { z } from 'zod';
import type { ProblemCode } from './problems.js';

/** What a key may do: `tasks` = submit and read its tenant's tasks, `admin` = everything over the whole installation. */
export const scopes = ['tasks', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/**
 * How a route asks who is calling: `key` answers 401 without a known key, `seed` answers 403 as the service's
 * oldest endpoints always have, `none` serves anyone.
 */
export type Access = 'key' | 'seed' | 'none';

/** One thing the API can do, described once for routing, validation, documentation and the tests all routes share. */
export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** With parameters in braces, as OpenAPI writes them. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: 'Tasks' | 'Webhooks' | 'Models' | 'Usage' | 'Simple interface' | 'Keys' | 'Queues' | 'Operations';
  readonly access: Access;
  /** Absent = any known key will do. */
  readonly scope?: Scope;
  readonly body?: z.ZodType;
  /** Without a body it is as if it were `{}`. */
  readonly bodyOptional?: boolean;
  /** What a body of JSON lines may look like, if the items of `body` may come as such, in any number. */
  readonly lines?: string;
  /** Query parameters, as texts. */
  readonly query?: z.ZodObject;
  /** Request headers of its own, for the documentation: name → what it does. */
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly responses: Readonly<Record<number, OperationResponse>>;
  /** Problems of this operation's own; what all operations share is added where needed. */
  readonly problems: readonly ProblemCode[];
}

export interface OperationResponse {
  readonly description: string;
  /** Of an answer in JSON. */
  readonly schema?: z.ZodType;
  /** What such an answer may look like, where the schema does not show it. */
  readonly example?: object;
  /** What a stream of server-sent events may look like, if this can be one. */
  readonly events?: string;
  /** What an answer of JSON lines may look like, if this can be one. */
  readonly lines?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
