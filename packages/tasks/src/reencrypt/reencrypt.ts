import { createScript, guarded, type Keys, type Seal, SealError } from '@millrace/store';
import type { Redis } from 'ioredis';
import { type SealedPlace, sealedPlace } from './sealed-place.js';

export interface ReencryptOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  /** Of a ring whose first key everything is to be encrypted with. */
  readonly seal: Seal;
  /** The name of that key. */
  readonly active: string;
}

export interface ReencryptReport {
  /** Keys of Redis of which something was encrypted anew. */
  readonly renewed: number;
  /** Kept answers that nobody would have found again. */
  readonly dropped: number;
  /** Keys of Redis that are encrypted with a key that is not in the ring, or were changed. */
  readonly unreadable: readonly string[];
}

type Done = 'renewed' | 'dropped' | 'nothing' | 'changed';

const batch = 200;
/** What changes while it is read is read again; nothing changes as often as this. */
const mostLooks = 20;

/** Encrypts with the first key of the ring what is stored with another, or in the clear. Apis and workers may run; it may be broken off and begun again. */
export const reencrypt = async (options: ReencryptOptions): Promise<ReencryptReport> => {
  const { redis, keys } = options;
  const renew = createRenew(options);
  const counts = { renewed: 0, dropped: 0 };
  const unreadable = new Set<string>();

  const tend = async (key: string): Promise<void> => {
    const place = sealedPlace(key.slice(keys.prefix.length + 1));
    if (!place) return;
    try {
      let done: Done = 'changed';
      for (let looks = 0; looks < mostLooks && done === 'changed'; looks += 1) done = await renew(key, place);
      if (done === 'renewed' || done === 'dropped') counts[done] += 1;
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      unreadable.add(key);
    }
  };
  let cursor = '0';
  do {
    const [next, found] = await guarded(() => redis.scan(cursor, 'MATCH', `${keys.prefix}:*`, 'COUNT', batch));
    cursor = next;
    await Promise.all(found.map(tend));
  } while (cursor !== '0');
  return { ...counts, unreadable: [...unreadable] };
};

interface StoredSecret {
  readonly sealed: string;
}

const createRenew = ({ redis, keys, seal, active }: ReencryptOptions): ((key: string, place: SealedPlace) => Promise<Done>) => {
  const script = (name: string) => createScript({ redis, keys, name });
  const [putText, putFields, putEvents] = [script('reseal-text'), script('reseal-fields'), script('reseal-events')];
  const isCurrent = (text: string): boolean => text === '' || text.startsWith(`enc1.${active}.`);
  const anew = (text: string, context: string): string => (isCurrent(text) ? text : seal.seal(seal.open(text, context), context));
  const secretsAnew = (text: string, context: string): string => {
    const secrets = JSON.parse(text) as StoredSecret[];
    if (secrets.every(({ sealed }) => isCurrent(sealed))) return text;
    return JSON.stringify(secrets.map((secret) => ({ ...secret, sealed: anew(secret.sealed, context) })));
  };
  const put = async (write: Promise<unknown>): Promise<Done> => ((await write) === 1 ? 'renewed' : 'changed');

  const text = async (key: string, context: string): Promise<Done> => {
    const old = await guarded(() => redis.get(key));
    return old === null || isCurrent(old) ? 'nothing' : put(putText(key, [old, anew(old, context)]));
  };
  const fields = async (key: string, place: SealedPlace & { kind: 'fields' }): Promise<Done> => {
    const hash = await guarded(() => redis.hgetall(key));
    const texts = Object.entries(place.fields).map(([name, contextOf]) => [
      name,
      hash[name] ?? '',
      anew(hash[name] ?? '', contextOf(hash)),
    ]);
    const secrets = place.secrets && hash.secrets ? [['secrets', hash.secrets, secretsAnew(hash.secrets, place.secrets)]] : [];
    const changed = [...texts, ...secrets].filter(([, old, renewed]) => old !== renewed);
    return changed.length === 0 ? 'nothing' : put(putFields(key, changed.flat() as string[]));
  };
  /** Only those that are sealed: the others tell what became of a task, in the clear. */
  const events = async (key: string, context: string): Promise<Done> => {
    const entries = await guarded(() => redis.xrange(key, '-', '+'));
    const changed = entries.flatMap(([id, list]) => {
      const data = list[list.indexOf('data') + 1] ?? '';
      return data.startsWith('enc1.') && !isCurrent(data) ? [id, data, anew(data, context)] : [];
    });
    return changed.length === 0 ? 'nothing' : put(putEvents(key, changed));
  };
  const keptAnswer = async (key: string): Promise<Done> => {
    const old = await guarded(() => redis.get(key));
    if (old === null || isCurrent(old)) return 'nothing';
    await guarded(() => redis.del(key));
    return 'dropped';
  };
  return (key, place) => {
    if (place.kind === 'fields') return fields(key, place);
    if (place.kind === 'kept_answer') return keptAnswer(key);
    return place.kind === 'text' ? text(key, place.context) : events(key, place.context);
  };
};
