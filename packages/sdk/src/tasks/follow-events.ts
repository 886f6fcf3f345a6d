import type { TaskEvent, TaskSubmission } from '@millrace/contracts';
import { MillraceError } from '../errors/millrace-error.js';
import type { Api } from '../http/create-api.js';
import type { Exchange } from '../http/open-exchange.js';
import { randomKey } from '../http/random-key.js';
import type { Request } from '../http/request.js';
import { eventsIn } from './events-in.js';
import { taskPath } from './task-path.js';
import type { StreamOptions } from './tasks.js';

export interface FollowEventsOptions extends StreamOptions {
  readonly api: Api;
  readonly task: string | TaskSubmission;
  /** How long no byte may come; apis send a comment every 15 s. */
  readonly silenceMs: number;
}

/** A reader's place in the events of a task. */
interface Place {
  id: string | undefined;
  /** The last event that it has. */
  seq: number;
}

/** The request that begins or goes on; a submission is sent with the same key until its id is known. */
const createNextRequest = ({ task, idempotencyKey = randomKey(), signal }: FollowEventsOptions): ((place: Place) => Request) => {
  const accept = 'text/event-stream';
  return ({ id, seq }) => {
    if (id === undefined) {
      return { method: 'POST', path: '/v1/tasks', body: task, headers: { accept, 'idempotency-key': idempotencyKey }, signal };
    }
    const path = taskPath(id, 'events');
    return { method: 'GET', path, headers: { accept, ...(seq > 0 && { 'last-event-id': String(seq) }) }, signal };
  };
};

/** The task of a stream that has begun: of a submission, by the `Location` of the answer. */
const idOf = ({ status, headers }: Exchange, { id }: Place): string => {
  const isStream = headers.get('content-type')?.startsWith('text/event-stream');
  const known = id ?? /task_[\w-]+/.exec(headers.get('location') ?? '')?.[0];
  if (isStream && known !== undefined) return known;
  const message = 'a stream of events was asked for, and something else came; is the url that of an api?';
  throw new MillraceError({ message, status, code: 'not_millrace', retryable: false });
};

/** The events of a task, each once and in order, over as many connections as it takes. */
export const followEvents = async function* (options: FollowEventsOptions): AsyncGenerator<TaskEvent, void, undefined> {
  const { api, task, after = 0, onTask, silenceMs } = options;
  const nextRequest = createNextRequest(options);
  const retries = api.retries();
  const place: Place = typeof task === 'string' ? { id: task, seq: after } : { id: undefined, seq: 0 };
  if (place.id !== undefined) onTask?.(place.id);

  const meet = (exchange: Exchange): void => {
    const id = idOf(exchange, place);
    if (place.id === undefined) onTask?.(id);
    place.id = id;
  };
  for (;;) {
    const request = nextRequest(place);
    try {
      const exchange = await api.open(request, silenceMs);
      // The task has ended, and there is nothing after the last event.
      if (exchange.status === 204) return;
      meet(exchange);
      for await (const event of eventsIn(exchange, retries.heard)) {
        place.seq = event.seq;
        yield event;
      }
      return;
    } catch (error) {
      await retries.after(error, request);
    }
  }
};
