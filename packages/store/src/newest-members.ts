import { type MembersByTimeOptions, membersByTime, type TimedMember } from './members-by-time.js';

export type NewestMembersOptions = Pick<MembersByTimeOptions, 'redis' | 'key' | 'after'>;

/** The members of a sorted set from the newest to the oldest, some at a time; those of one millisecond by their ids, the last first. */
export const newestMembers = (options: NewestMembersOptions): AsyncGenerator<readonly TimedMember[]> =>
  membersByTime({ ...options, first: 'newest', perLook: 100 });
