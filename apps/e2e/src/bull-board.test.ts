import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Cluster, startCluster } from '@millrace/testing';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser } from './browser/describe-in-browser.js';
import { keepPicture } from './browser/keep-picture.js';
import { lanAddress } from './browser/lan-address.js';
import { openBrowser } from './browser/open-browser.js';
import { type WatchedPage, watchedPage } from './browser/watched-page.js';

const user = 'operator';
const password = 'a password, long enough';
const canary = 'canary-in-bull-board';

const logIn = async (page: Page, word: string): Promise<void> => {
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password').fill(word);
  await page.getByRole('button', { name: 'Log in' }).click();
};

describeInBrowser('Bull Board in a browser, over plain http', () => {
  let cluster: Cluster;
  let browser: Browser;
  let visit: WatchedPage;
  let board: string;
  let id: string;

  beforeAll(async () => {
    const login = { MILLRACE_ADMIN_USER: user, MILLRACE_ADMIN_PASSWORD: password };
    // With an address of a LAN if this machine has one: there a browser allows less than on the loopback.
    cluster = await startCluster({ workers: 0, env: { HOST: '0.0.0.0', ...login } });
    const { port } = new URL(cluster.apis[0]?.address ?? '');
    board = `http://${lanAddress() ?? '127.0.0.1'}:${port}/admin/queues`;
    id = await cluster.caller.submit({ prompt: canary, metadata: { note: canary } });
    browser = await openBrowser();
    visit = await watchedPage(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await cluster.stop();
  });

  it('asks for a login, and refuses a wrong password', async () => {
    const { page } = visit;
    const answer = await page.goto(board);
    expect(page.url()).toContain('/admin/login');
    expect(answer?.headers()['content-security-policy']).toContain("default-src 'self'");
    expect(answer?.headers()['content-security-policy']).not.toContain('upgrade-insecure-requests');
    await logIn(page, 'not the password');
    await page.getByText('User or password is wrong.').waitFor();
    await keepPicture(page, 'login-refused');
    expect((await page.request.get(`${board}/api/queues`, { maxRedirects: 0 })).status()).toBe(303);
  });

  it('shows the queues and a job to whoever logs in, without a word of the prompt, without a complaint', async () => {
    const { page } = visit;
    await page.goto(board);
    const seen: string[] = [];
    page.on('response', async (response) => seen.push(await response.text().catch(() => '')));
    const before = visit.complaints.length;
    await logIn(page, password);
    await page.getByText('gpt-4o-mini').first().waitFor();
    await keepPicture(page, 'bull-board');
    await page.goto(`${board}/queue/gpt-4o-mini?status=prioritized`);
    await page.getByText(id).first().waitFor();
    await keepPicture(page, 'bull-board-queue');
    await page.goto(`${board}/queue/gpt-4o-mini/${id}.1`);
    await page.getByText('taskId').first().waitFor();
    await keepPicture(page, 'bull-board-job');

    expect(visit.complaints.slice(before)).toEqual([]);
    expect([...visit.hosts]).toEqual([new URL(board).host]);
    expect(seen.join('\n')).toContain(id);
    expect(seen.join('\n')).not.toContain(canary);
  });

  it('cannot be written to, from the page or past it', async () => {
    const { page } = visit;
    for (const path of ['gpt-4o-mini/pause', `gpt-4o-mini/${id}.1/promote`, `gpt-4o-mini/${id}.1/clean`, 'gpt-4o-mini/obliterate']) {
      expect((await page.request.put(`${board}/api/queues/${path}`)).status()).toBe(405);
    }
    expect((await page.request.post(`${board}/api/queues/gpt-4o-mini/add`, { data: {} })).status()).toBe(405);
    expect(await cluster.caller.read(id)).toMatchObject({ status: 'queued' });
  });

  it('is closed again after the log-out', async () => {
    const { page } = visit;
    await page.goto(board.replace('/queues', '/logout'));
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL('**/admin/login');
    await page.goto(board);
    expect(page.url()).toContain('/admin/login');
    expect((await page.request.get(`${board}/api/queues`, { maxRedirects: 0 })).status()).toBe(303);
  });
});
