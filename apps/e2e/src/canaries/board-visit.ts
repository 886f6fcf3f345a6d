/** Logs into Bull Board over HTTP and returns all it says about a queue and a job in it. */
export const visitBoard = async (
  address: string,
  login: { readonly user: string; readonly password: string },
  jobs: readonly string[],
): Promise<string> => {
  const answer = await fetch(`${address}/admin/login`, { method: 'POST', body: new URLSearchParams(login), redirect: 'manual' });
  if (answer.status !== 303) return Promise.reject(new Error(`the login answered ${answer.status}`));
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const states = ['latest', 'active', 'waiting', 'prioritized', 'completed', 'failed', 'delayed'];
  const paths = [
    '/admin/queues',
    ...states.map((status) => `/admin/queues/api/queues?activeQueue=gpt-4o-mini&status=${status}&page=1&jobsPerPage=100`),
    ...jobs.map((job) => `/admin/queues/api/queues/gpt-4o-mini/${job}`),
    ...jobs.map((job) => `/admin/queues/api/queues/gpt-4o-mini/${job}/logs`),
  ];
  const pages = await Promise.all(paths.map(async (path) => (await fetch(`${address}${path}`, { headers: { cookie } })).text()));
  return pages.join('\n');
};
