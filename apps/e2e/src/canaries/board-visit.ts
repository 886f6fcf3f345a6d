export interface BoardVisit {
  readonly address: string;
  readonly login: { readonly user: string; readonly password: string };
  readonly queue: string;
  readonly job: string;
}

const states = ['latest', 'active', 'waiting', 'prioritized', 'completed', 'failed', 'delayed'];

/** Logs into Bull Board over HTTP and returns all it says about a queue and a job in it. */
export const visitBoard = async ({ address, login, queue, job }: BoardVisit): Promise<string> => {
  const board = `${address}/admin/queues`;
  const answer = await fetch(`${address}/admin/login`, { method: 'POST', body: new URLSearchParams(login), redirect: 'manual' });
  if (answer.status !== 303) throw new Error(`the login answered ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const pages = [
    board,
    ...states.map((status) => `${board}/api/queues?activeQueue=${queue}&status=${status}&page=1&jobsPerPage=100`),
    `${board}/api/queues/${queue}/${job}`,
    `${board}/api/queues/${queue}/${job}/logs`,
  ];
  return (await Promise.all(pages.map(async (page) => (await fetch(page, { headers: { cookie } })).text()))).join('\n');
};
