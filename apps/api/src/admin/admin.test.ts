import { describe, expect, it } from '@jest/globals';
import { secret } from '@millrace/config';
import type { RequestHandler } from 'express';
import supertest from 'supertest';
import { appUnderTest } from '../fakes/app-under-test.js';
import { recordedTelemetry } from '../fakes/recorded-telemetry.js';
import { memoryLimiter } from '../fakes/test-limits.js';
import { createAdmin } from './admin.js';

const right = { user: 'ada', password: 'correct-horse-battery' };
const hoursMs = 3600 * 1000;

const admin = ({ attempts = 100, trustProxy = false as false | 1, password = right.password } = {}) => {
  let now = Date.now();
  const board: RequestHandler = (_request, response) => void response.send('the board');
  const handler = createAdmin({
    user: right.user,
    password: secret(password),
    board,
    loginLimiter: memoryLimiter('login', attempts),
    telemetry: recordedTelemetry(),
    clock: () => now,
  });
  const { app } = appUnderTest({ services: { admin: handler }, trustProxy });
  const pass = (ms: number) => {
    now += ms;
  };
  const agent = supertest.agent(app);
  const login = (form: object = right) => agent.post('/admin/login').type('form').send(form);
  return { app, agent, login, pass };
};

describe("Bull Board's login", () => {
  it.each(['/admin/queues', '/admin/queues/', '/admin/queues/api/queues', '/admin/queues/static/x.js'])(
    'stands before %s',
    async (path) => {
      const answer = await admin().agent.get(path).expect(303);
      expect(answer.headers.location).toBe('/admin/login');
      expect(answer.text).not.toContain('the board');
    },
  );

  it('lets in who knows user and password', async () => {
    const { agent, login } = admin();
    await login().expect(303).expect('location', '/admin/queues');
    expect((await agent.get('/admin/queues').expect(200)).text).toBe('the board');
    await agent.get('/admin/login').expect(303).expect('location', '/admin/queues');
  });

  it.each([{ user: 'ada', password: 'wrong' }, { user: 'eve', password: right.password }, { user: 'ada' }, {}, { user: ['ada', 'ada'] }])(
    'refuses %j, and does not repeat it',
    async (form) => {
      const { agent, login } = admin();
      const answer = await login(form).expect(401);
      expect(answer.text).toContain('User or password is wrong.');
      expect(answer.text).not.toContain('eve');
      await agent.get('/admin/queues').expect(303);
    },
  );

  it('gives a cookie that scripts and other sites cannot use', async () => {
    const cookies = (await admin().login()).headers['set-cookie'] as unknown as string[];
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/path=\/admin; .*samesite=strict; httponly$/);
      expect(cookie).not.toContain('secure');
    }
  });

  it('gives a cookie for https only when it came over https', async () => {
    const { agent } = admin({ trustProxy: 1 });
    const answer = await agent.post('/admin/login').set('x-forwarded-proto', 'https').type('form').send(right).expect(303);
    expect(answer.headers['set-cookie']?.[0]).toContain('; secure');
  });

  it('ends twelve hours after the login, however busy the session is', async () => {
    const { agent, login, pass } = admin();
    await login();
    pass(6 * hoursMs);
    await agent.get('/admin/queues').expect(200);
    pass(6 * hoursMs);
    await agent.get('/admin/queues').expect(303);
  });

  it('takes no cookie that was changed, or signed with another password', async () => {
    const { login } = admin();
    const [session = '', signature = ''] = ((await login()).headers['set-cookie'] as unknown as string[]).map(
      (cookie) => cookie.split(';')[0] ?? '',
    );
    const forged = `millrace_admin=${Buffer.from('{"user":"ada","untilMs":99999999999999}').toString('base64')}`;
    await supertest(admin().app).get('/admin/queues').set('cookie', `${session}; ${signature}`).expect(200);
    await supertest(admin().app).get('/admin/queues').set('cookie', `${forged}; ${signature}`).expect(303);
    await supertest(admin().app).get('/admin/queues').set('cookie', session).expect(303);
    await supertest(admin({ password: 'another-password' }).app)
      .get('/admin/queues')
      .set('cookie', `${session}; ${signature}`)
      .expect(303);
  });

  it('limits attempts, right or wrong', async () => {
    const { login, agent } = admin({ attempts: 2 });
    await login({ user: 'ada', password: '1' }).expect(401);
    await login({ user: 'ada', password: '2' }).expect(401);
    const refused = await login().expect(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    await agent.get('/admin/queues').expect(303);
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a sandbox', { origin: 'null' }],
    ['another site, by its own word', { 'sec-fetch-site': 'cross-site' }],
    ['another origin of the same site', { 'sec-fetch-site': 'same-site' }],
  ])('takes no form from %s', async (_name, headers) => {
    const { agent, login } = admin();
    await agent.post('/admin/login').set(headers).type('form').send(right).expect(400);
    await login();
    await agent.post('/admin/logout').set(headers).expect(400);
    await agent.get('/admin/queues').expect(200);
  });

  it('leads nowhere else, whatever is asked', async () => {
    const { agent } = admin();
    const answer = await agent
      .post('/admin/login?next=//evil.example')
      .type('form')
      .send({ ...right, next: '//evil.example' });
    expect(answer.headers.location).toBe('/admin/queues');
  });

  it('logs out by POST only', async () => {
    const { agent, login } = admin();
    await login();
    await agent.get('/admin/logout').expect(200);
    await agent.get('/admin/queues').expect(200);
    await agent.post('/admin/logout').expect(303);
    await agent.get('/admin/queues').expect(303);
  });

  it.each(['post', 'put', 'patch', 'delete'] as const)('refuses to %s anything on the board', async (method) => {
    const { agent, login } = admin();
    await login();
    const answer = await agent[method]('/admin/queues/api/queues/small/pause').expect(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  it('refuses a huge form', async () => {
    await admin()
      .login({ ...right, more: 'x'.repeat(5000) })
      .expect(413);
  });
});
