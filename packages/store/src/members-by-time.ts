import type { Redis } from 'ioredis';
import { guarded } from './store-unavailable-error.js';

/** A member of a sorted set that is scored by time. */
export interface TimedMember {
  readonly id: string;
  readonly atMs: number;
}

export interface MembersByTimeOptions {
  readonly redis: Redis;
  /** A sorted set scored by time. */
  readonly key: string;
  readonly first: 'newest' | 'oldest';
  /** Goes on after this one. */
  readonly after?: TimedMember | undefined;
  /** How many members are read at a time. */
  readonly perLook: number;
}

/** The members of a sorted set in the order of time, some at a time; those of one millisecond by their ids, in the same direction. */
export async function* membersByTime(options: MembersByTimeOptions): AsyncGenerator<readonly TimedMember[]> {
  const { redis, key, first, after, perLook } = options;
  let last = after;
  let skipped = 0;
  for (;;) {
    const page = ['WITHSCORES', 'LIMIT', skipped, perLook] as const;
    const from = last?.atMs;
    const flat = await guarded(() =>
      first === 'newest'
        ? redis.zrevrangebyscore(key, from ?? '+inf', '-inf', ...page)
        : redis.zrangebyscore(key, from ?? '-inf', '+inf', ...page),
    );
    const looked = flat.flatMap((id, place) => (place % 2 === 0 ? [{ id, atMs: Number(flat[place + 1]) }] : []));
    const members = looked.filter((member) => (first === 'newest' ? isBefore(member, last) : isBefore(last, member)));
    // From place to place and not by rank: whoever reads may take members away. Only those of the same millisecond are counted off.
    skipped = members.length > 0 ? 0 : skipped + looked.length;
    last = members.at(-1) ?? last;
    yield members;
    if (looked.length < perLook) return;
  }
}

const isBefore = (one: TimedMember | undefined, other: TimedMember | undefined): boolean =>
  one === undefined || other === undefined || one.atMs < other.atMs || (one.atMs === other.atMs && one.id < other.id);
