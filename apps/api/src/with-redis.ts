import { within } from '@millrace/runtime';
import { connectRedis, StoreUnavailableError } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { ApiConfig } from './config.js';

/** What came of an operator's command; `said` goes to whoever gave it, who alone ever sees a new key. */
export interface OperatorAnswer {
  readonly ok: boolean;
  readonly said: string;
}

const connectMs = 5000;

/** Does something on a connection of its own, and says in a sentence why Redis cannot be had. */
export const withRedis = async (
  { url }: Pick<ApiConfig['redis'], 'url'>,
  work: (redis: Redis) => Promise<OperatorAnswer>,
): Promise<OperatorAnswer> => {
  let refused = false;
  const onError = ({ message }: Error): void => {
    refused ||= /^(WRONGPASS|NOAUTH)/.test(message);
  };
  const redis = connectRedis({ url: url.reveal(), name: 'millrace-command', onError });
  try {
    await within(new Promise((resolve) => redis.once('ready', resolve)), connectMs);
    return await work(redis);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    const said = refused ? 'Redis refuses the user or password of REDIS_URL.' : 'Redis cannot be reached; see REDIS_URL.';
    return { ok: false, said };
  } finally {
    redis.disconnect();
  }
};
