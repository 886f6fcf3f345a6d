import type { TaskView } from './task-view.js';

export interface CallerOptions {
  /** Asked before each request: the api may start later than its caller. */
  readonly address: () => string;
  readonly key: string;
}

export interface Reply<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Ask {
  readonly method?: string;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Gives up after this long, in milliseconds. */
  readonly within?: number;
}

/** Somebody with a key who talks to an api over HTTP. */
export interface Caller {
  ask<Body = Record<string, unknown>>(path: string, ask?: Ask): Promise<Reply<Body>>;
  /** `POST /v1/tasks`; returns the id. Throws for anything but 202. */
  submit(task: Readonly<Record<string, unknown>>): Promise<string>;
  /** `GET /v1/tasks/{id}`. Throws for anything but 200. */
  read(id: string): Promise<TaskView>;
}

const must = <Body>(status: number, reply: Reply<Body>): Body => {
  if (reply.status !== status) throw new Error(`wanted ${status}, got ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply.body;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export const createCaller = ({ address, key }: CallerOptions): Caller => {
  const ask: Caller['ask'] = async <Body>(path: string, { method, body, headers, within }: Ask = {}) => {
    const response = await fetch(`${address()}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { 'x-api-key': key, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(within !== undefined && { signal: AbortSignal.timeout(within) }),
      redirect: 'manual',
    });
    return { status: response.status, headers: response.headers, body: parsed(await response.text()) as Body };
  };
  return {
    ask,
    submit: async (task) => must(202, await ask<{ id: string }>('/v1/tasks', { body: task })).id,
    read: async (id) => must(200, await ask<TaskView>(`/v1/tasks/${id}`)),
  };
};
