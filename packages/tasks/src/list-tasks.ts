import { createScript, guarded, type Keys, readRecord, type Seal, type StoredTask } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { ListOutcome, ListRequest, ListTasks, TaskPlace } from './list-outcome.js';
import { createReadTaskWebhook } from './webhooks/read-task-webhook.js';

export interface ListTasksOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
}

/** A page ends after so many tasks were looked at, full or not. */
export const mostLookedAt = 1000;
/** Redis is held up by none of these looks for longer than a millisecond or two. */
const perLook = 100;

/** Lists the tasks of a tenant, newest first: looks for those wanted until there is one more than a page takes, and reads the page. */
export const createListTasks = (options: ListTasksOptions): ListTasks => {
  const look = createLook(options);
  const readAll = createReadAll(options);

  return async (request): Promise<ListOutcome> => {
    const { limit } = request;
    const found: TaskPlace[] = [];
    let end: TaskPlace | undefined = request.after;
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
    return { tasks: await readAll(page, request), ...(next && { next }) };
  };
};

interface Look {
  readonly found: readonly TaskPlace[];
  readonly lookedAt: number;
  /** The last one looked at. */
  readonly last: TaskPlace;
  readonly atEnd: boolean;
}

interface LookBounds {
  readonly after: TaskPlace | undefined;
  readonly most: number;
  readonly mostFound: number;
}

/** Looks at the next tasks of a list; what is sealed is judged here, everything else where the records are. */
const createLook = ({ redis, keys, seal }: ListTasksOptions) => {
  const script = createScript({ redis, keys, name: 'list' });

  const withMetadata = async (found: readonly TaskPlace[], wanted: string): Promise<readonly TaskPlace[]> => {
    if (found.length === 0) return found;
    const sealed = await guarded(() => redis.mget(found.map(({ id }) => keys.metadata(id))));
    return found.filter(({ id }, place) => {
      const text = sealed[place];
      return text && hasMetadata(JSON.parse(seal.open(text, `${id}:metadata`)), wanted);
    });
  };

  return async (request: ListRequest, { after, most, mostFound }: LookBounds): Promise<Look> => {
    const { tenant, createdFromMs = '-inf', createdBeforeMs = '+inf', model = '', states = [], metadata } = request;
    const place = after ? [after.createdAtMs, after.id] : ['', ''];
    const bounds = [createdFromMs, createdBeforeMs, most, metadata === undefined ? mostFound : most];
    const answer = (await script(keys.tenantTasks(tenant), [...place, ...bounds, model, ...states])) as LookAnswer;
    const [lookedAt, atEnd, ...places] = answer;
    const [last, ...found] = pairsOf(places);
    return {
      found: metadata === undefined ? found : await withMetadata(found, metadata),
      lookedAt,
      last: last as TaskPlace,
      atEnd: atEnd === 1,
    };
  };
};

/** What `list.lua` answers. */
type LookAnswer = [lookedAt: number, atEnd: number, ...places: string[]];

const pairsOf = (flat: readonly string[]): TaskPlace[] =>
  flat.flatMap((createdAtMs, place) => (place % 2 === 0 ? [{ createdAtMs: Number(createdAtMs), id: flat[place + 1] ?? '' }] : []));

/** A name, or a name and a value with a colon between: either may hold colons of its own. */
const hasMetadata = (metadata: Readonly<Record<string, string>>, wanted: string): boolean =>
  Object.entries(metadata).some(([name, value]) => wanted === name || wanted === `${name}:${value}`);

/** Reads the tasks of a page; one that has changed since it was found is shown as it is now, or not at all. */
const createReadAll = ({ redis, keys, seal }: ListTasksOptions) => {
  const readWebhook = createReadTaskWebhook({ redis, keys, seal });
  const read = async ({ id }: TaskPlace): Promise<StoredTask | undefined> => {
    const [record, metadata, spend] = await guarded(() =>
      Promise.all([redis.hgetall(keys.task(id)), redis.get(keys.metadata(id)), redis.hgetall(keys.taskSpend(id))]),
    );
    if (!record.state || record.erased) return undefined;
    return { ...readRecord({ id, record, result: null, metadata, seal, spend }), ...(await readWebhook(id, record)) };
  };
  return async (page: readonly TaskPlace[], { states }: ListRequest): Promise<readonly StoredTask[]> => {
    const tasks = await Promise.all(page.map(read));
    return tasks.flatMap((task) => (task && (states?.includes(task.state) ?? true) ? [task] : []));
  };
};
