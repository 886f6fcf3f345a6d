/** What `TIME` answers, in milliseconds since the epoch. */
export const redisTimeMs = ([seconds, micros]: readonly (string | number)[]): number =>
  Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
