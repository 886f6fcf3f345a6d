import type { DeliveryState } from '@millrace/contracts';
import { createScript, guarded, type Keys, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';
import { readDelivery, type StoredDelivery } from './stored-delivery.js';

export interface DeliveryLogOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
}

/** A place in the list of a tenant's deliveries, which are in the order of when they were created, then of their ids. */
export interface DeliveryPlace {
  readonly createdAtMs: number;
  readonly id: string;
}

export interface ListDeliveriesRequest {
  readonly tenant: string;
  /** Most deliveries of the page. */
  readonly limit: number;
  /** Only those that come after it, so older ones. */
  readonly after?: DeliveryPlace;
  readonly endpointId?: string;
  readonly taskId?: string;
  readonly states?: readonly DeliveryState[];
}

export interface DeliveryPage {
  readonly deliveries: readonly StoredDelivery[];
  /** Where the next page begins; undefined when this was the last. A page with a next one may still have fewer deliveries than wanted. */
  readonly next?: DeliveryPlace;
}

/** What was sent or is to be sent for a tenant; what is another's is like none. Both throw `StoreUnavailableError`. */
export interface DeliveryLog {
  /** Newest first. */
  list(request: ListDeliveriesRequest): Promise<DeliveryPage>;
  read(delivery: { readonly tenant: string; readonly id: string }): Promise<StoredDelivery | undefined>;
}

/** A page ends after so many deliveries were looked at, full or not. */
const mostLookedAt = 1000;
/** Redis is held up by none of these looks for longer than a millisecond or two. */
const perLook = 100;

export const createDeliveryLog = (options: DeliveryLogOptions): DeliveryLog => {
  const look = createLook(options);
  const readAll = createReadAll(options);

  const listAll = async (request: ListDeliveriesRequest): Promise<DeliveryPage> => {
    const { tenant, limit, after, states } = request;
    const found: DeliveryPlace[] = [];
    let end = after;
    let atEnd = false;
    for (let left = mostLookedAt; left > 0 && found.length <= limit && !atEnd; ) {
      const looked = await look(request, { after: end, most: Math.min(left, perLook), mostFound: limit + 1 - found.length });
      found.push(...looked.found);
      left -= looked.lookedAt;
      end = looked.last;
      atEnd = looked.atEnd;
    }
    const page = found.slice(0, limit);
    const next = found.length > limit ? page.at(-1) : atEnd ? undefined : end;
    const deliveries = await readAll(
      tenant,
      page.map(({ id }) => id),
    );
    return { deliveries: deliveries.filter(inStates(states)), ...(next && { next }) };
  };
  /** A task has few: one for its own webhook, and one for each endpoint. */
  const listOfTask = async (request: ListDeliveriesRequest, taskId: string): Promise<DeliveryPage> => {
    const { tenant, limit, after, endpointId, states } = request;
    const all = await readAll(tenant, await guarded(() => options.redis.smembers(options.keys.taskDeliveries(taskId))));
    const wanted = all
      .filter(inStates(states))
      .filter((delivery) => endpointId === undefined || delivery.endpointId === endpointId)
      .filter((delivery) => !after || newestFirst(after, delivery) < 0)
      .sort(newestFirst);
    const deliveries = wanted.slice(0, limit);
    const last = deliveries.at(-1);
    return { deliveries, ...(wanted.length > limit && last && { next: { createdAtMs: last.createdAtMs, id: last.id } }) };
  };

  return {
    list: (request) => (request.taskId === undefined ? listAll(request) : listOfTask(request, request.taskId)),
    read: async ({ tenant, id }) => (await readAll(tenant, [id]))[0],
  };
};

const inStates =
  (states: readonly DeliveryState[] | undefined) =>
  ({ state }: StoredDelivery): boolean =>
    states?.includes(state) ?? true;

const newestFirst = (a: DeliveryPlace, b: DeliveryPlace): number => b.createdAtMs - a.createdAtMs || (a.id > b.id ? -1 : 1);

interface LookBounds {
  readonly after: DeliveryPlace | undefined;
  readonly most: number;
  readonly mostFound: number;
}

/** What `list-deliveries.lua` answers. */
type LookAnswer = [lookedAt: number, atEnd: number, ...places: string[]];

const createLook = ({ redis, keys }: DeliveryLogOptions) => {
  const script = createScript({ redis, keys, name: 'list-deliveries' });
  return async ({ tenant, endpointId = '', states = [] }: ListDeliveriesRequest, { after, most, mostFound }: LookBounds) => {
    const place = after ? [after.createdAtMs, after.id] : ['', ''];
    const args = [...place, most, mostFound, endpointId, ...states];
    const [lookedAt, atEnd, ...places] = (await script(keys.tenantDeliveries(tenant), args)) as LookAnswer;
    const [last, ...found] = pairsOf(places);
    return { found, lookedAt, last, atEnd: atEnd === 1 };
  };
};

const pairsOf = (flat: readonly string[]): DeliveryPlace[] =>
  flat.flatMap((createdAtMs, place) => (place % 2 === 0 ? [{ createdAtMs: Number(createdAtMs), id: flat[place + 1] ?? '' }] : []));

/** Reads the deliveries of a tenant among these, in their order. */
const createReadAll = ({ redis, keys, seal }: DeliveryLogOptions) => {
  const readOne = async (tenant: string, id: string): Promise<StoredDelivery | undefined> => {
    const record = await guarded(() => redis.hgetall(keys.delivery(id)));
    if (record.tenant !== tenant) return undefined;
    const unsent = record.endpoint && !record.url ? record.endpoint : undefined;
    const endpointUrl = unsent === undefined ? null : await guarded(() => redis.hget(keys.webhook(unsent), 'url'));
    return readDelivery({ id, record, endpointUrl, seal });
  };
  return async (tenant: string, ids: readonly string[]): Promise<readonly StoredDelivery[]> => {
    const all = await Promise.all(ids.map((id) => readOne(tenant, id)));
    return all.flatMap((delivery) => delivery ?? []);
  };
};
