/** What Redis says has become of all tasks ever submitted; `open` is submitted and not ended. */
export const readLedger = async ({ stack, project }) => {
  const [redis] = await stack.ids('redis');
  const output = await stack.docker(
    ...['exec', '--env', `REDISCLI_AUTH=${project.redisPassword}`, redis, 'redis-cli', '--raw', 'hgetall', '{millrace}:totals'],
  );
  const lines = output.trim().split('\n');
  const of = (name) => Number(lines[lines.indexOf(name) + 1] && lines.includes(name) ? lines[lines.indexOf(name) + 1] : 0);
  const [submitted, succeeded, failed, cancelled, expired] = ['submitted', 'succeeded', 'failed', 'cancelled', 'expired'].map(of);
  const open = submitted - succeeded - failed - cancelled - expired;
  return { submitted, succeeded, failed, cancelled, expired, open, lostAttempts: of('lost_attempts') };
};

/** How often each address has called the model. */
export const readCalls = async ({ stack }) => {
  const [model] = await stack.ids('model');
  const ask = "fetch('http://127.0.0.1:8000/').then((r) => r.text()).then((text) => process.stdout.write(text))";
  return JSON.parse(await stack.exec(model, 'node', '-e', ask));
};

/** How many tasks an api has accepted since it started, as its own metrics tell. */
export const readSubmitted = async ({ stack, id }) => {
  const ask =
    "fetch('http://127.0.0.1:' + process.env.METRICS_PORT + '/metrics').then((r) => r.text()).then((text) => process.stdout.write(text))";
  const metrics = await stack.exec(id, 'node', '-e', ask);
  return [...metrics.matchAll(/^millrace_tasks_submitted_total\{.*\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
};
