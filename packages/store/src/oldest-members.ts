import { type MembersByTimeOptions, membersByTime, type TimedMember } from './members-by-time.js';

export type OldestMembersOptions = Pick<MembersByTimeOptions, 'redis' | 'key' | 'after'>;

/** The members of a sorted set from the oldest to the newest, some at a time; those of one millisecond by their ids, the first first. */
export const oldestMembers = (options: OldestMembersOptions): AsyncGenerator<readonly TimedMember[]> =>
  membersByTime({ ...options, first: 'oldest', perLook: 500 });
