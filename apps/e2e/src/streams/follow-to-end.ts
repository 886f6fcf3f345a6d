import { setTimeout as pause } from 'node:timers/promises';
import { follow } from './follow.js';
import { createStory, type Story } from './story.js';

export interface FollowToEndOptions {
  /** Asked before each connection. */
  readonly address: () => string;
  readonly key: string;
  readonly id: string;
}

export interface Followed extends Story {
  readonly connections: number;
}

/** As after any break: at once, but not in a loop that leaves nobody else the machine. */
const comeBackMs = 10;

/** Follows a task to its end and goes on after the last event it has whenever the connection breaks. */
export const followToEnd = async ({ address, key, id }: FollowToEndOptions): Promise<Followed> => {
  const story = createStory();
  let connections = 0;
  while (!story.ended) {
    connections += 1;
    const headers = story.lastId > 0 ? { 'last-event-id': String(story.lastId) } : {};
    const onEvent = story.take;
    const following = await follow({ url: `${address()}/v1/tasks/${id}/events`, key, headers, onEvent }).catch(brokenOff);
    if (following && following.answer.statusCode !== 200) throw new Error(`answered ${following.answer.statusCode}`);
    await following?.over;
    await pause(comeBackMs);
  }
  return Object.assign(story, { connections });
};

const brokenOff = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ECONNRESET' || error.code === 'ECONNREFUSED') return undefined;
  throw error;
};
