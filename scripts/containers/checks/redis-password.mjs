import assert from 'node:assert/strict';

/** Redis answers nobody without the password, and is reached through no port of the host. */
export const checkRedisPassword = async ({ stack, project }) => {
  const [redis] = await stack.inspect('redis');
  assert.match((await stack.tryExec(redis.Id, 'redis-cli', 'ping')).output, /NOAUTH/);
  const withPassword = ['exec', '--env', `REDISCLI_AUTH=${project.redisPassword}`, redis.Id, 'redis-cli', 'ping'];
  assert.match(await stack.docker(...withPassword), /PONG/);
  assert.deepEqual(Object.values(redis.NetworkSettings.Ports ?? {}).filter(Boolean), []);
};
