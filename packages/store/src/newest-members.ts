import type { Redis } from 'ioredis';
import { guarded } from './store-unavailable-error.js';

/** A member of a sorted set that is scored by time. */
export interface TimedMember {
  readonly id: string;
  readonly atMs: number;
}

export interface NewestMembersOptions {
  readonly redis: Redis;
  /** A sorted set scored by time. */
  readonly key: string;
  /** Goes on after this one. */
  readonly after?: TimedMember | undefined;
}

const perLook = 100;

/** The members of a sorted set from the newest to the oldest, some at a time; those of one millisecond by their ids, the last first. */
export async function* newestMembers({ redis, key, after }: NewestMembersOptions): AsyncGenerator<readonly TimedMember[]> {
  let last = after;
  let skipped = 0;
  for (;;) {
    const from = last?.atMs ?? '+inf';
    const flat = await guarded(() => redis.zrevrangebyscore(key, from, '-inf', 'WITHSCORES', 'LIMIT', skipped, perLook));
    const looked = flat.flatMap((id, place) => (place % 2 === 0 ? [{ id, atMs: Number(flat[place + 1]) }] : []));
    const members = looked.filter((member) => isAfter(member, last));
    // From place to place and not by rank: whoever reads may take members away. Only those of the same millisecond are counted off.
    skipped = members.length > 0 ? 0 : skipped + looked.length;
    last = members.at(-1) ?? last;
    yield members;
    if (looked.length < perLook) return;
  }
}

const isAfter = ({ id, atMs }: TimedMember, last: TimedMember | undefined): boolean =>
  last === undefined || atMs < last.atMs || (atMs === last.atMs && id < last.id);
